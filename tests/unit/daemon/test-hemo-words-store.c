/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-words-store.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <string.h>

static HemoWordsStore *
open_store(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    daemon_home_open_vault(home, &error);
    g_assert_no_error(error);
    return hemo_words_store_new(home->database, home->vault);
}

static HemoSecret *
get(HemoWordsStore *store, const char *address, gboolean fresh, gboolean expect_made)
{
    g_autoptr(GError) error = NULL;
    gboolean made = !expect_made;
    HemoSecret *words = hemo_words_store_get(store, address, fresh, &made, &error);

    g_assert_no_error(error);
    g_assert_nonnull(words);
    g_assert_cmpint(made, ==, expect_made);
    return words;
}

static void
assert_refused(HemoWordsStore *store, const char *address, HemoError code)
{
    g_autoptr(GError) error = NULL;
    gboolean made = TRUE;

    g_assert_null(hemo_words_store_get(store, address, FALSE, &made, &error));
    g_assert_error(error, HEMO_ERROR, (gint)code);
}

static gboolean
same(const HemoSecret *words, const HemoSecret *others)
{
    return hemo_secret_equal(hemo_secret_slice(words), hemo_secret_slice(others));
}

/* One passphrase for an address, told once, until another is wanted. */
static void
test_stays(DaemonHome *home, gconstpointer data)
{
    HemoWordsStore *store = open_store(home);
    g_autoptr(HemoSecret) first = get(store, "robin@example.org", FALSE, TRUE);
    g_autoptr(HemoSecret) other = get(store, "petra@example.org", FALSE, TRUE);
    g_autoptr(HemoSecret) again = get(store, "robin@example.org", FALSE, FALSE);
    g_autoptr(HemoSecret) restarted = NULL;
    g_autoptr(HemoSecret) fresh = NULL;
    g_autoptr(HemoSecret) last = NULL;

    g_assert_true(same(first, again));
    g_assert_false(same(first, other));
    hemo_words_store_free(store);
    daemon_home_close(home);
    daemon_home_open(home);
    store = open_store(home);
    restarted = get(store, "robin@example.org", FALSE, FALSE);
    g_assert_true(same(first, restarted));
    fresh = get(store, "robin@example.org", TRUE, TRUE);
    g_assert_false(same(first, fresh));
    last = get(store, "robin@example.org", FALSE, FALSE);
    g_assert_true(same(fresh, last));
    hemo_words_store_free(store);
}

/* Neither whom it is for nor a word of it can be read from the disk. */
static void
test_sealed(DaemonHome *home, gconstpointer data)
{
    static const char *const ends[] = {"", "-wal"};
    g_autoptr(HemoWordsStore) store = open_store(home);
    g_autoptr(HemoSecret) words = get(store, "robin@example.org", FALSE, TRUE);

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strconcat(home->database_path, ends[i], NULL);
        g_autofree char *bytes = NULL;
        gsize size = 0;

        g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
        g_assert_null(memmem(bytes, size, "robin", 5));
        g_assert_null(memmem(bytes, size, hemo_secret_text(words), hemo_secret_size(words)));
    }
}

/* A passphrase that does not open is not replaced: the recipient knows another one. */
static void
test_spoilt(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoWordsStore) store = open_store(home);
    g_autoptr(HemoSecret) words = get(store, "robin@example.org", FALSE, TRUE);
    g_autoptr(HemoSecret) fresh = NULL;

    daemon_home_sql(home, "UPDATE words SET sealed = x'00112233'");
    assert_refused(store, "robin@example.org", HEMO_ERROR_UNTRUSTED);
    assert_refused(store, "robin@example.org", HEMO_ERROR_UNTRUSTED);
    fresh = get(store, "robin@example.org", TRUE, TRUE);
    g_assert_false(same(words, fresh));
}

/* Whoever may write the file, and knows his own words, could have them used for others. */
static void
test_moved(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoWordsStore) store = open_store(home);
    g_autoptr(HemoSecret) words = get(store, "robin@example.org", FALSE, TRUE);
    g_autoptr(HemoSecret) others = get(store, "petra@example.org", FALSE, TRUE);

    daemon_home_sql(home, "CREATE TEMP TABLE both AS SELECT address, sealed FROM words");
    daemon_home_sql(home,
                    "UPDATE words SET sealed = (SELECT sealed FROM both"
                    " WHERE both.address <> words.address)");
    assert_refused(store, "robin@example.org", HEMO_ERROR_UNTRUSTED);
    assert_refused(store, "petra@example.org", HEMO_ERROR_UNTRUSTED);
}

static void
test_locked(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoWordsStore) store = open_store(home);

    hemo_vault_close(home->vault);
    assert_refused(store, "robin@example.org", HEMO_ERROR_LOCKED);
    hemo_words_store_free(NULL);
}

#define ADD(name, function)                                                                    \
    g_test_add("/words-store/" name,                                                           \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("stays", test_stays);
    ADD("sealed", test_sealed);
    ADD("spoilt", test_spoilt);
    ADD("moved", test_moved);
    ADD("locked", test_locked);
    return g_test_run();
}
