/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See daemon-home.h.
 */
#include "daemon-home.h"

#include <glib/gstdio.h>

void
daemon_home_open(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    home->database = hemo_database_open(home->database_path, &error);
    g_assert_no_error(error);
    home->keyring = hemo_keyring_new_file(home->keyring_path);
    home->vault = hemo_vault_new(home->keyring, home->database);
    home->log = hemo_audit_log_new(home->database, home->vault, home->keyring, NULL);
}

void
daemon_home_close(DaemonHome *home)
{
    g_clear_pointer(&home->log, hemo_audit_log_free);
    g_clear_pointer(&home->vault, hemo_vault_free);
    g_clear_pointer(&home->keyring, hemo_keyring_unref);
    g_clear_pointer(&home->database, hemo_database_close);
}

void
daemon_home_set_up(DaemonHome *home, gconstpointer data)
{
    home->top = g_dir_make_tmp("hemo-daemon-XXXXXX", NULL);
    home->database_path = g_build_filename(home->top, "state.sqlite", NULL);
    home->keyring_path = g_build_filename(home->top, "keyring", "secrets", NULL);
    daemon_home_open(home);
}

void
daemon_home_remove(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        if (g_file_test(child, G_FILE_TEST_IS_DIR) &&
            !g_file_test(child, G_FILE_TEST_IS_SYMLINK))
            daemon_home_remove(child);
        else
            g_unlink(child);
    }
    g_clear_pointer(&dir, g_dir_close);
    g_assert_no_errno(g_rmdir(path));
}

void
daemon_home_tear_down(DaemonHome *home, gconstpointer data)
{
    daemon_home_close(home);
    daemon_home_remove(home->top);
    g_free(home->top);
    g_free(home->database_path);
    g_free(home->keyring_path);
}

void
daemon_home_on_result(GObject *source, GAsyncResult *result, gpointer ret_result)
{
    *(GAsyncResult **)ret_result = g_object_ref(result);
}

GAsyncResult *
daemon_home_wait(GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return *result;
}

gboolean
daemon_home_open_vault(DaemonHome *home, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_vault_open_async(home->vault, NULL, daemon_home_on_result, &result);
    return hemo_vault_open_finish(home->vault, daemon_home_wait(&result), error);
}

gboolean
daemon_home_open_log(DaemonHome *home, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_audit_log_open_async(home->log, NULL, daemon_home_on_result, &result);
    return hemo_audit_log_open_finish(home->log, daemon_home_wait(&result), error);
}

void
daemon_home_flush(DaemonHome *home)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_audit_log_flush_async(home->log, daemon_home_on_result, &result);
    hemo_audit_log_flush_finish(home->log, daemon_home_wait(&result));
}

void
daemon_home_store(DaemonHome *home, const char *name, HemoSlice bytes)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(bytes);

    hemo_keyring_store_async(home->keyring, name, secret, NULL, daemon_home_on_result, &result);
    hemo_keyring_store_finish(home->keyring, daemon_home_wait(&result), &error);
    g_assert_no_error(error);
}

HemoSecret *
daemon_home_load(DaemonHome *home, const char *name, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_keyring_load_async(home->keyring, name, NULL, daemon_home_on_result, &result);
    return hemo_keyring_load_finish(home->keyring, daemon_home_wait(&result), error);
}

void
daemon_home_forget(DaemonHome *home, const char *name)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hemo_keyring_remove_async(home->keyring, name, NULL, daemon_home_on_result, &result);
    hemo_keyring_remove_finish(home->keyring, daemon_home_wait(&result), &error);
    g_assert_no_error(error);
}

void
daemon_home_sql(DaemonHome *home, const char *sql)
{
    g_autoptr(GError) error = NULL;
    sqlite3_stmt *statement = hemo_database_prepare(home->database, sql, &error);

    g_assert_no_error(error);
    g_assert_true(hemo_database_run(home->database, statement, &error));
    g_assert_no_error(error);
}
