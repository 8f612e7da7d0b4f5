/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The audit over restarts, crashes and losses, with a real database and keyring.
 */
#include "hemo-audit-log.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gstdio.h>
#include <string.h>

static GVariant *
make_body(void)
{
    return g_variant_new_parsed("{'verdict': <'send'>, 'domain': <'example.org'>}");
}

static void
append(DaemonHome *home, guint times)
{
    for (guint i = 0; i < times; i++) {
        g_autoptr(GError) error = NULL;
        GVariant *sealed = g_variant_new_parsed("{'to': <'robin@example.org'>}");

        hemo_audit_log_append(home->log, "mail-1", "assess", make_body(), sealed, &error);
        g_assert_no_error(error);
    }
}

static void
open_log(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    daemon_home_open_log(home, &error);
    g_assert_no_error(error);
}

static GVariant *
show(DaemonHome *home, guint64 first, gboolean reveal)
{
    g_autoptr(GError) error = NULL;
    GVariant *records = hemo_audit_log_show(home->log, first, reveal, &error);

    g_assert_no_error(error);
    return g_variant_ref_sink(records);
}

static const char *
field(GVariant *records, gsize index, const char *key)
{
    g_autoptr(GVariant) record = g_variant_get_child_value(records, index);
    const char *text = NULL;

    g_variant_lookup(record, key, "&s", &text);
    return text;
}

/* TRUE if everything is there; @part_of_words must be in what is said. */
static gboolean
verify(DaemonHome *home, const char *part_of_words)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GVariant) answer = NULL;
    g_autoptr(GError) error = NULL;
    const char *words = "";
    gboolean ok = FALSE;

    hemo_audit_log_verify_async(home->log, daemon_home_on_result, &result);
    answer = hemo_audit_log_verify_finish(home->log, daemon_home_wait(&result), &error);
    g_assert_no_error(error);
    g_assert_true(g_variant_lookup(answer, "ok", "b", &ok));
    g_assert_true(g_variant_lookup(answer, "words", "&s", &words));
    g_assert_nonnull(strstr(words, part_of_words));
    return ok;
}

static void
restart(DaemonHome *home)
{
    daemon_home_flush(home);
    daemon_home_close(home);
    daemon_home_open(home);
    open_log(home);
}

/* The process ends at once: the head in the keyring is not up to date. */
static void
crash(DaemonHome *home)
{
    daemon_home_close(home);
    daemon_home_open(home);
}

static void
test_not_open(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_audit_log_append(home->log, "", "assess", make_body(), NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    open_log(home);
    hemo_vault_close(home->vault); /* the screen was locked */
    g_assert_false(hemo_audit_log_append(home->log, "", "assess", make_body(), NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    open_log(home);
    append(home, 1);
    daemon_home_flush(home);
}

static void
test_shown(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GVariant) records = NULL;
    g_autoptr(GVariant) revealed = NULL;
    g_autoptr(GVariant) none = NULL;

    open_log(home);
    append(home, 3);
    records = show(home, 2, FALSE);
    revealed = show(home, 1, TRUE);
    none = show(home, 4, TRUE);
    g_assert_cmpuint(g_variant_n_children(records), ==, 2);
    g_assert_cmpuint(g_variant_n_children(revealed), ==, 3);
    g_assert_cmpuint(g_variant_n_children(none), ==, 0);
    g_assert_cmpstr(field(records, 0, "event"), ==, "assess");
    g_assert_cmpstr(field(records, 0, "mail"), ==, "mail-1");
    g_assert_nonnull(strstr(field(records, 0, "body"), "example.org"));
    g_assert_cmpuint(strlen(field(records, 0, "code")), ==, 64);
    g_assert_null(field(records, 0, "sealed"));
    g_assert_nonnull(strstr(field(revealed, 0, "sealed"), "robin@example.org"));
    daemon_home_flush(home);
}

static gboolean
file_has(const char *path, const char *text)
{
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (!g_file_get_contents(path, &bytes, &size, NULL))
        return FALSE;
    return memmem(bytes, size, text, strlen(text)) != NULL;
}

/* Addresses stand nowhere on the disk. */
static void
test_sealed(DaemonHome *home, gconstpointer data)
{
    g_autofree char *wal = g_strconcat(home->database_path, "-wal", NULL);

    open_log(home);
    append(home, 2);
    g_assert_true(file_has(wal, "example.org") || file_has(home->database_path, "example.org"));
    g_assert_false(file_has(wal, "robin"));
    g_assert_false(file_has(home->database_path, "robin"));
    daemon_home_flush(home);
}

static void
test_restart(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GVariant) records = NULL;

    open_log(home);
    append(home, 2);
    restart(home);
    append(home, 1);
    g_assert_true(verify(home, "3 records, complete"));
    restart(home);
    g_assert_true(verify(home, "3 records, complete"));
}

/* The head may lag behind after a crash: nothing is missing. */
static void
test_crash(DaemonHome *home, gconstpointer data)
{
    open_log(home);
    append(home, 2);
    daemon_home_flush(home);
    append(home, 3);
    crash(home);
    open_log(home);
    g_assert_true(verify(home, "5 records, complete"));
    append(home, 1);
    g_assert_true(verify(home, "6 records, complete"));
}

/* The end was cut while the agent did not run: said once and for all, and it goes on. */
static void
test_cut_tail(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GVariant) records = NULL;

    open_log(home);
    append(home, 4);
    daemon_home_flush(home);
    daemon_home_sql(home, "DELETE FROM audit WHERE number > 2");
    crash(home);
    open_log(home);
    records = show(home, 1, FALSE);
    g_assert_cmpuint(g_variant_n_children(records), ==, 3);
    g_assert_cmpstr(field(records, 2, "event"), ==, "gap");
    g_assert_nonnull(strstr(field(records, 2, "body"), "4"));
    g_assert_false(verify(home, "records were missing when record 3"));
    append(home, 5);
    restart(home);
    g_assert_false(verify(home, "records were missing when record 3"));
}

/* The cut end was filled up with records that somebody made himself. */
static void
test_cut_and_refilled(DaemonHome *home, gconstpointer data)
{
    open_log(home);
    append(home, 3);
    daemon_home_flush(home);
    daemon_home_sql(home, "DELETE FROM audit WHERE number = 3");
    daemon_home_sql(home,
                    "INSERT INTO audit SELECT 3, time, mail, event, body, sealed, mac"
                    " FROM audit WHERE number = 2");
    crash(home);
    open_log(home);
    g_assert_false(verify(home, "record 3 was changed"));
}

/* The whole database was taken away or replaced by an empty one. */
static void
test_database_replaced(DaemonHome *home, gconstpointer data)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    open_log(home);
    append(home, 3);
    daemon_home_flush(home);
    daemon_home_close(home);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strconcat(home->database_path, ends[i], NULL);

        g_unlink(path);
    }
    daemon_home_open(home);
    open_log(home);
    g_assert_false(verify(home, "records were missing when record 1"));
}

/* The keyring lost the head: not the same as no record. */
static void
test_head_gone(DaemonHome *home, gconstpointer data)
{
    open_log(home);
    append(home, 3);
    daemon_home_flush(home);
    daemon_home_forget(home, "audit-head");
    crash(home);
    open_log(home);
    g_assert_false(verify(home, "records were missing when record 4"));
}

static void
test_keys_gone(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    open_log(home);
    append(home, 1);
    daemon_home_flush(home);
    daemon_home_forget(home, "audit-key");
    crash(home);
    g_assert_false(daemon_home_open_log(home, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
    g_clear_error(&error);
    g_assert_false(hemo_audit_log_append(home->log, "", "assess", make_body(), NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
}

/* What is not recorded does not happen. */
static void
test_cannot_write(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    open_log(home);
    append(home, 1);
    daemon_home_sql(home, "PRAGMA query_only = ON");
    g_assert_false(hemo_audit_log_append(home->log, "", "sent", make_body(), NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    daemon_home_sql(home, "PRAGMA query_only = OFF");
    append(home, 1);
    g_assert_true(verify(home, "2 records, complete"));
}

/* Settings from another place than the installed one are named in every record. */
static void
test_origin(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GVariant) records = NULL;

    hemo_audit_log_free(home->log);
    home->log = hemo_audit_log_new(home->database, home->vault, home->keyring, "/opt/test");
    open_log(home);
    append(home, 1);
    records = show(home, 1, FALSE);
    g_assert_nonnull(strstr(field(records, 0, "body"), "system_config"));
    daemon_home_flush(home);
}

static void
test_page(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GVariant) page = NULL;
    g_autoptr(GVariant) rest = NULL;

    open_log(home);
    daemon_home_sql(home, "PRAGMA synchronous = OFF"); /* only this test's patience */
    append(home, HEMO_LIMIT_AUDIT_PAGE + 3);
    page = show(home, 0, FALSE);
    rest = show(home, HEMO_LIMIT_AUDIT_PAGE + 1, FALSE);
    g_assert_cmpuint(g_variant_n_children(page), ==, HEMO_LIMIT_AUDIT_PAGE);
    g_assert_cmpuint(g_variant_n_children(rest), ==, 3);
    daemon_home_flush(home);
}

#define ADD(name, function)                                                                    \
    g_test_add("/audit-log/" name,                                                             \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("not-open", test_not_open);
    ADD("shown", test_shown);
    ADD("sealed", test_sealed);
    ADD("restart", test_restart);
    ADD("crash", test_crash);
    ADD("cut-tail", test_cut_tail);
    ADD("cut-and-refilled", test_cut_and_refilled);
    ADD("database-replaced", test_database_replaced);
    ADD("head-gone", test_head_gone);
    ADD("keys-gone", test_keys_gone);
    ADD("cannot-write", test_cannot_write);
    ADD("origin", test_origin);
    ADD("page", test_page);
    return g_test_run();
}
