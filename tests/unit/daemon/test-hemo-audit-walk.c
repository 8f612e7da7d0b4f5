/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Five sealed records, and everything that somebody with the database but without the
 * key could do to them.
 */
#include "hemo-audit-walk.h"

#include "daemon-home.h"

#include <string.h>

#define KEY "0123456789abcdef0123456789abcdef"

/* Writes records 1 to 5; @ret_kept is the newest. */
static void
write_records(DaemonHome *home, HemoAuditMark *ret_kept)
{
    HemoAuditMark last = {0};

    for (guint64 number = 1; number <= 5; number++) {
        const HemoRecord record = {
            number,
            1000,
            "m",
            number == 4 ? "sent" : "assess",
            "{\"verdict\":\"send\"}",
            hemo_slice_text("sealed"),
        };
        sqlite3_stmt *statement =
            hemo_database_prepare(home->database,
                                  "INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                  NULL);

        hemo_record_seal(hemo_slice_text(KEY), last.mac, &record, ret_kept->mac);
        ret_kept->number = number;
        hemo_database_bind_number(statement, 1, (gint64)number);
        hemo_database_bind_number(statement, 2, record.time);
        hemo_database_bind_text(statement, 3, record.mail);
        hemo_database_bind_text(statement, 4, record.event);
        hemo_database_bind_text(statement, 5, record.body);
        hemo_database_bind_bytes(statement, 6, record.sealed);
        hemo_database_bind_bytes(statement, 7, hemo_slice(ret_kept->mac, HEMO_RECORD_MAC));
        g_assert_true(hemo_database_run(home->database, statement, NULL));
        last = *ret_kept;
    }
}

static HemoAuditWalk
walk(DaemonHome *home, const HemoAuditMark *kept)
{
    g_autoptr(GError) error = NULL;
    HemoAuditWalk result;

    hemo_audit_walk_run(home->database, hemo_slice_text(KEY), kept, &result, &error);
    g_assert_no_error(error);
    return result;
}

static gboolean
is_ok(const HemoAuditWalk *result, const char *part_of_words)
{
    g_autoptr(GVariant) answer = g_variant_ref_sink(hemo_audit_walk_result(result));
    const char *words = "";
    gboolean ok = TRUE;

    g_assert_true(g_variant_lookup(answer, "ok", "b", &ok));
    g_assert_true(g_variant_lookup(answer, "words", "&s", &words));
    g_assert_nonnull(strstr(words, part_of_words));
    return ok;
}

static void
test_untouched(DaemonHome *home, gconstpointer data)
{
    HemoAuditMark kept;
    HemoAuditWalk result;

    write_records(home, &kept);
    result = walk(home, &kept);
    g_assert_true(is_ok(&result, "5 records, complete"));
    g_assert_cmpuint(result.records, ==, 5);
}

static void
test_empty(DaemonHome *home, gconstpointer data)
{
    const HemoAuditMark none = {0};
    HemoAuditWalk result = walk(home, &none);

    g_assert_true(is_ok(&result, "0 records"));
}

static const struct {
    const char *sql;
    guint64 first_bad;
    const char *words;
} changes[] = {
    {"UPDATE audit SET body = '{}' WHERE number = 2", 2, "record 2 was changed"},
    {"UPDATE audit SET time = time + 1 WHERE number = 1", 1, "record 1 was changed"},
    {"UPDATE audit SET mail = 'n' WHERE number = 5", 5, "record 5 was changed"},
    {"UPDATE audit SET event = 'assess' WHERE number = 4", 4, "record 4 was changed"},
    {"UPDATE audit SET sealed = x'' WHERE number = 3", 3, "record 3 was changed"},
    {"UPDATE audit SET mac = x'00' WHERE number = 3", 3, "record 3 was changed"},
    {"UPDATE audit SET mac = x'' WHERE number = 5", 5, "record 5 was changed"},
    {"DELETE FROM audit WHERE number = 1", 2, "removed"},
    {"DELETE FROM audit WHERE number = 3", 4, "removed"},
    {"DELETE FROM audit WHERE number = 5", 0, "the end is missing"},
    {"DELETE FROM audit WHERE number > 1", 0, "the end is missing"},
    {"DELETE FROM audit", 0, "at least 5 records"},
    {"UPDATE audit SET number = 2 - number WHERE number IN (2)", 0, ""},
    {"UPDATE audit SET number = -number WHERE number = 2", 0, ""},
    {"INSERT INTO audit SELECT 6, time, mail, event, body, sealed, mac FROM audit"
     " WHERE number = 5",
     6,
     "record 6"},
    {"INSERT INTO audit SELECT 0, time, mail, event, body, sealed, mac FROM audit"
     " WHERE number = 1",
     0,
     ""},
    /* two records change places */
    {"UPDATE audit SET event = CASE number WHEN 3 THEN 'sent' ELSE 'assess' END,"
     " mac = (SELECT b.mac FROM audit b WHERE b.number = 7 - audit.number)"
     " WHERE number IN (3, 4)",
     3,
     "put in another place"},
};

static void
test_changes(DaemonHome *home, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        HemoAuditMark kept;
        HemoAuditWalk result;

        write_records(home, &kept);
        daemon_home_sql(home, changes[i].sql);
        result = walk(home, &kept);
        g_assert_false(is_ok(&result, changes[i].words));
        if (changes[i].first_bad != 0)
            g_assert_cmpuint(result.first_bad, ==, changes[i].first_bad);
        daemon_home_sql(home, "DELETE FROM audit");
    }
}

/* Records that were written after the head was kept are fine. */
static void
test_head_lags(DaemonHome *home, gconstpointer data)
{
    HemoAuditMark kept;
    HemoAuditMark older = {.number = 3};
    HemoAuditWalk result;
    g_autoptr(sqlite3_stmt) statement = NULL;
    gboolean row = FALSE;

    write_records(home, &kept);
    statement =
        hemo_database_prepare(home->database, "SELECT mac FROM audit WHERE number = 3", NULL);
    g_assert_true(hemo_database_step(home->database, statement, &row, NULL));
    memcpy(older.mac, hemo_database_column_bytes(statement, 0).data, sizeof older.mac);
    result = walk(home, &older);
    g_assert_true(is_ok(&result, "complete"));
    older.mac[0] ^= 1;
    result = walk(home, &older);
    g_assert_false(is_ok(&result, "the end is missing"));
}

/* The keyring ought to know one of them. */
static void
test_head_unknown(DaemonHome *home, gconstpointer data)
{
    const HemoAuditMark none = {0};
    HemoAuditMark kept;
    HemoAuditWalk result;

    write_records(home, &kept);
    result = walk(home, &none);
    g_assert_false(is_ok(&result, "the keyring does not know"));
}

static void
test_other_key(DaemonHome *home, gconstpointer data)
{
    HemoAuditMark kept;
    HemoAuditWalk result;

    write_records(home, &kept);
    g_assert_true(hemo_audit_walk_run(home->database,
                                      hemo_slice_text("another key"),
                                      &kept,
                                      &result,
                                      NULL));
    g_assert_cmpuint(result.first_bad, ==, 1);
}

#define ADD(name, function)                                                                    \
    g_test_add("/audit-walk/" name,                                                            \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("untouched", test_untouched);
    ADD("empty", test_empty);
    ADD("changes", test_changes);
    ADD("head-lags", test_head_lags);
    ADD("head-unknown", test_head_unknown);
    ADD("other-key", test_other_key);
    return g_test_run();
}
