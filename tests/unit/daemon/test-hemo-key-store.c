/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-store.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <string.h>

#define NORA "nora.lind@example.com"

static HemoKeyStore *
make(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    daemon_home_open_vault(home, &error);
    g_assert_no_error(error);
    return hemo_key_store_new(home->database, home->vault);
}

static HemoKeyRecord *
sample(const char *address, guint number, gint64 seen)
{
    g_autofree char *fingerprint = g_strdup_printf("%040X", number);
    HemoKeyRecord *record = hemo_key_record_new(HEMO_KEY_KIND_OPENPGP, address, fingerprint);

    record->finders = HEMO_FINDER_HARVEST;
    record->since = seen;
    record->seen = seen;
    return record;
}

static GPtrArray *
find(HemoKeyStore *store, const char *address)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *records = hemo_key_store_find(store, address, &error);

    g_assert_no_error(error);
    return records;
}

static void
see(HemoKeyStore *store, const HemoKeyRecord *record)
{
    g_autoptr(GError) error = NULL;

    hemo_key_store_see(store, record, &error);
    g_assert_no_error(error);
}

static void
put(HemoKeyStore *store, const HemoKeyRecord *record)
{
    g_autoptr(GError) error = NULL;

    hemo_key_store_put(store, record, &error);
    g_assert_no_error(error);
}

static gboolean
has(HemoKeyStore *store, guint number)
{
    g_autoptr(GPtrArray) records = find(store, NORA);
    g_autofree char *fingerprint = g_strdup_printf("%040X", number);

    for (guint i = 0; i < records->len; i++) {
        if (g_str_equal(((HemoKeyRecord *)records->pdata[i])->fingerprint, fingerprint))
            return TRUE;
    }
    return FALSE;
}

static void
test_keeps(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = make(home);
    g_autoptr(HemoKeyRecord) first = sample(NORA, 1, 100);
    g_autoptr(HemoKeyRecord) second = sample(NORA, 2, 200);
    g_autoptr(HemoKeyRecord) other = sample("petra@example.net", 1, 300);
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GPtrArray) all = NULL;

    see(store, second);
    see(store, first);
    see(store, other);
    records = find(store, "Nora.LIND@Example.com");
    g_assert_cmpuint(records->len, ==, 2);
    g_assert_true(hemo_key_record_is(records->pdata[0], second));
    g_assert_true(hemo_key_record_is(records->pdata[1], first));
    all = hemo_key_store_list(store, NULL);
    g_assert_cmpuint(all->len, ==, 3);
    g_assert_true(hemo_key_record_is(all->pdata[0], other));
    g_assert_true(hemo_key_store_remove(store, first, NULL));
    g_assert_true(hemo_key_store_remove(store, first, NULL));
    g_assert_false(has(store, 1));
    g_assert_true(has(store, 2));
}

static void
test_over_restart(DaemonHome *home, gconstpointer data)
{
    HemoKeyStore *store = make(home);
    g_autoptr(HemoKeyRecord) record = sample(NORA, 7, 100);

    hemo_key_record_say(record, HEMO_KEY_WORD_CONFIRMED, 120, "ana", "in-person");
    put(store, record);
    record->seen = 150;
    put(store, record);
    hemo_key_store_free(store);
    daemon_home_close(home);
    daemon_home_open(home);
    store = make(home);
    {
        g_autoptr(GPtrArray) records = find(store, NORA);
        const HemoKeyRecord *back;

        g_assert_cmpuint(records->len, ==, 1);
        back = records->pdata[0];
        g_assert_cmpint(back->seen, ==, 150);
        g_assert_cmpint(back->word, ==, HEMO_KEY_WORD_CONFIRMED);
    }
    hemo_key_store_free(store);
}

static void
test_see_keeps_words(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = make(home);
    g_autoptr(HemoKeyRecord) said = sample(NORA, 1, 100);
    g_autoptr(HemoKeyRecord) seen = sample(NORA, 1, 500);
    g_autoptr(GPtrArray) records = NULL;
    const HemoKeyRecord *now;

    hemo_key_record_say(said, HEMO_KEY_WORD_REJECTED, 120, "ana", NULL);
    put(store, said);
    see(store, seen);
    records = find(store, NORA);
    g_assert_cmpuint(records->len, ==, 1);
    now = records->pdata[0];
    g_assert_cmpint(now->word, ==, HEMO_KEY_WORD_REJECTED);
    g_assert_cmpint(now->since, ==, 100);
    g_assert_cmpint(now->seen, ==, 500);
}

/* A stranger who mails a hundred keys pushes out nothing but his own. */
static void
test_flood(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = make(home);
    g_autoptr(HemoKeyRecord) confirmed = sample(NORA, 1, 1);
    g_autoptr(HemoKeyRecord) rejected = sample(NORA, 2, 1);
    g_autoptr(HemoKeyRecord) used = sample(NORA, 3, 1);
    g_autoptr(HemoKeyRecord) published = sample(NORA, 4, 1);
    g_autoptr(GPtrArray) records = NULL;

    hemo_key_record_say(confirmed, HEMO_KEY_WORD_CONFIRMED, 2, "ana", NULL);
    hemo_key_record_say(rejected, HEMO_KEY_WORD_REJECTED, 2, "ana", NULL);
    used->used = 5;
    published->finders = HEMO_FINDER_WKD;
    put(store, confirmed);
    put(store, rejected);
    put(store, used);
    put(store, published);
    for (guint i = 0; i < 100; i++) {
        g_autoptr(HemoKeyRecord) junk = sample(NORA, 100 + i, 100 + i);

        see(store, junk);
    }
    records = find(store, NORA);
    g_assert_cmpuint(records->len, ==, HEMO_LIMIT_KEYS_OF_ADDRESS + 2);
    for (guint i = 1; i <= 4; i++)
        g_assert_true(has(store, i));
    g_assert_true(has(store, 199));
    g_assert_false(has(store, 100));
}

static void
test_old_mail(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = make(home);
    g_autoptr(HemoKeyRecord) old = sample(NORA, 999, 3);

    for (guint i = 0; i < HEMO_LIMIT_KEYS_OF_ADDRESS; i++) {
        g_autoptr(HemoKeyRecord) junk = sample(NORA, 100 + i, 100 + i);

        see(store, junk);
    }
    see(store, old);
    g_assert_false(has(store, 999));
    g_assert_true(has(store, 100));
}

static void
test_locked(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = hemo_key_store_new(home->database, home->vault);
    g_autoptr(HemoKeyRecord) record = sample(NORA, 1, 1);
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_key_store_find(store, NORA, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    g_assert_null(hemo_key_store_list(store, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    g_assert_false(hemo_key_store_see(store, record, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
}

/* What was changed behind our back is an error, never silently another answer. */
static const char *const changes[] = {
    "UPDATE keys SET sealed = x'00'",
    "UPDATE keys SET sealed = (SELECT sealed FROM keys WHERE number = 2) WHERE number = 1",
    "UPDATE keys SET sealed = zeroblob(300)",
};

static void
test_damaged(DaemonHome *home, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(HemoKeyStore) store = make(home);
        g_autoptr(HemoKeyRecord) record = sample(NORA, 1, 1);
        g_autoptr(HemoKeyRecord) other = sample("petra@example.net", 2, 1);
        g_autoptr(GError) error = NULL;

        daemon_home_sql(home, "DELETE FROM keys");
        put(store, record);
        put(store, other);
        daemon_home_sql(home, changes[i]);
        g_assert_null(hemo_key_store_find(store, NORA, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
    }
}

static void
test_many(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoKeyStore) store = make(home);
    g_autoptr(GPtrArray) all = NULL;
    guint count = 0;

    daemon_home_sql(home, "PRAGMA synchronous = OFF");
    for (guint i = 0; i < 1000; i++) {
        g_autofree char *address = g_strdup_printf("patient%u@example.org", i);
        g_autoptr(HemoKeyRecord) record = sample(address, i, i);

        see(store, record);
    }
    g_assert_true(hemo_key_store_count(store, &count, NULL));
    g_assert_cmpuint(count, ==, 1000);
    all = hemo_key_store_list(store, NULL);
    g_assert_cmpuint(all->len, ==, 1000);
}

static void
add(const char *path, void (*test)(DaemonHome *, gconstpointer))
{
    g_test_add(path, DaemonHome, NULL, daemon_home_set_up, test, daemon_home_tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/key-store/keeps", test_keeps);
    add("/key-store/over-restart", test_over_restart);
    add("/key-store/see-keeps-words", test_see_keeps_words);
    add("/key-store/flood", test_flood);
    add("/key-store/old-mail", test_old_mail);
    add("/key-store/locked", test_locked);
    add("/key-store/damaged", test_damaged);
    add("/key-store/many", test_many);
    return g_test_run();
}
