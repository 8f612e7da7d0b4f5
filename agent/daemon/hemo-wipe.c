/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wipe.h.
 */
#include "hemo-wipe.h"

#include "hemo-error.h"
#include "hemo-paths.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct {
    HemoServices *services;
    GPtrArray *names; /* secrets in the keyring */
    guint next;
} Wipe;

static void forget_next(GTask *task);

/* The audit's are the last: until then it can be verified. */
static const char *const fixed_names[] = {"state-key", "audit-head", "audit-key"};
static const char *const tables[] =
    {"keys", "identities", "words", "sent", "crls", "evidence", "audit", "meta"};
static const char *const files[] = {"state.sqlite", "state.sqlite-wal", "state.sqlite-shm"};

static void
wipe_free(gpointer data)
{
    Wipe *wipe = data;

    g_ptr_array_unref(wipe->names);
    g_free(wipe);
}

static gboolean
check_number(HemoServices *services, guint64 confirm, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(services->database, "SELECT max(number) FROM audit", error);
    gboolean row = FALSE;

    if (statement == NULL || !hemo_database_step(services->database, statement, &row, error))
        return FALSE;
    if (row && (guint64)sqlite3_column_int64(statement, 0) == confirm)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("this is not the number of the newest record: export the records first "
                     "(\"hemostat audit show\"), then tell the number of the last one"));
    return FALSE;
}

static gboolean
add_names(Wipe *wipe, GError **error)
{
    g_auto(GStrv) own = hemo_identity_store_list(wipe->services->identities, error);

    if (own == NULL)
        return FALSE;
    for (gsize i = 0; own[i] != NULL; i++)
        g_ptr_array_add(wipe->names, hemo_identity_store_name(own[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(fixed_names); i++)
        g_ptr_array_add(wipe->names, g_strdup(fixed_names[i]));
    return TRUE;
}

static gboolean
empty_table(HemoDatabase *database, const char *table, GError **error)
{
    g_autofree char *sql = g_strconcat("DELETE FROM ", table, NULL);
    sqlite3_stmt *statement = hemo_database_prepare(database, sql, error);

    return statement != NULL && hemo_database_run(database, statement, error);
}

/* secure_delete overwrites what is deleted; the log is folded in before the files go. */
static gboolean
empty_database(HemoDatabase *database, GError **error)
{
    sqlite3_stmt *statement;
    gboolean row = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        if (!empty_table(database, tables[i], error))
            return FALSE;
    }
    statement = hemo_database_prepare(database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
    if (statement != NULL)
        hemo_database_step(database, statement, &row, NULL);
    hemo_database_finish(statement);
    return TRUE;
}

static void
remove_files(void)
{
    g_autofree char *state = hemo_paths_state(NULL);

    for (gsize i = 0; state != NULL && i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(state, files[i], NULL);

        g_unlink(path);
    }
}

static void
finish(GTask *task, Wipe *wipe)
{
    HemoServices *services = wipe->services;
    GError *error = NULL;

    hemo_identity_store_forget(services->identities);
    if (!empty_database(services->database, &error)) {
        g_task_return_error(task, error);
        return;
    }
    hemo_vault_close(services->vault);
    remove_files();
    g_task_return_boolean(task, TRUE);
}

static void
on_removed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Wipe *wipe = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_keyring_remove_finish(wipe->services->keyring, result, &error))
        forget_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

/* Passwords of mail servers too, of accounts that are not there any more as well. */
static void
on_cleared(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Wipe *wipe = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_keyring_clear_finish(wipe->services->keyring, result, &error))
        finish(task, wipe);
    else
        g_task_return_error(task, error);
}

/* Takes @task. */
static void
forget_next(GTask *task)
{
    Wipe *wipe = g_task_get_task_data(task);

    if (wipe->next < wipe->names->len) {
        hemo_keyring_remove_async(wipe->services->keyring,
                                  wipe->names->pdata[wipe->next++],
                                  NULL,
                                  on_removed,
                                  task);
        return;
    }
    hemo_keyring_clear_async(wipe->services->keyring, NULL, on_cleared, task);
}

/* The head of the audit is on no way to the keyring any more: it would come back. */
static void
on_flushed(GObject *source, GAsyncResult *result, gpointer data)
{
    GTask *task = data;
    Wipe *wipe = g_task_get_task_data(task);

    hemo_audit_log_flush_finish(wipe->services->audit, result);
    wipe->services->wiped = TRUE;
    forget_next(task);
}

void
hemo_wipe_start_async(HemoServices *services,
                      guint64 confirm,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Wipe *wipe = g_new0(Wipe, 1);
    GError *error = NULL;

    wipe->services = services;
    wipe->names = g_ptr_array_new_with_free_func(g_free);
    g_task_set_task_data(task, wipe, wipe_free);
    if (check_number(services, confirm, &error) && add_names(wipe, &error))
        hemo_audit_log_flush_async(services->audit, on_flushed, g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

gboolean
hemo_wipe_start_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
