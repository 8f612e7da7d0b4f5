/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-backup.h"

#include "daemon-home.h"
#include "hemo-backup.h"
#include "hemo-error.h"
#include "key-place.h"

#define WORDS "five plain words it was"

static GBytes *
back_up(KeyPlace *place, const char *passphrase, GError **error)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrase));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_backup_make_async(place->services, secret, daemon_home_on_result, &result);
    return hemo_key_backup_make_finish(daemon_home_wait(&result), error);
}

static gboolean
restore(KeyPlace *place, GBytes *file, const char *passphrase, guint *ret_count, GError **error)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrase));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_backup_restore_async(place->services,
                                  hemo_slice_bytes(file),
                                  secret,
                                  daemon_home_on_result,
                                  &result);
    return hemo_key_backup_restore_finish(daemon_home_wait(&result), ret_count, error);
}

static void
forget(KeyPlace *place, const char *table)
{
    g_autofree char *sql = g_strconcat("DELETE FROM ", table, NULL);
    sqlite3_stmt *statement = hemo_database_prepare(place->services->database, sql, NULL);

    g_assert_true(hemo_database_run(place->services->database, statement, NULL));
}

static void
test_round_trip(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(HemoSecret) words =
        hemo_words_store_get(place->services->words, NORA, FALSE, NULL, NULL);
    g_autoptr(HemoSecret) again = NULL;
    g_autoptr(GBytes) file = back_up(place, WORDS, NULL);
    g_autoptr(GError) error = NULL;
    guint count = 0;

    forget(place, "keys");
    forget(place, "words");
    g_assert_false(restore(place, file, "another passphrase", &count, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_cmpint(key_place_state(place, NORA), ==, -1);
    g_assert_true(restore(place, file, WORDS, &count, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(count, ==, 2);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    g_assert_true(restore(place, file, WORDS, &count, &error));
    g_assert_cmpuint(count, ==, 0);
    again = hemo_words_store_get(place->services->words, NORA, FALSE, NULL, NULL);
    g_assert_cmpstr(hemo_secret_text(again), ==, hemo_secret_text(words));
}

/* What opens with the passphrase may still be anything. */
static void
test_rubbish(KeyPlace *place, gconstpointer data)
{
    static const char *const texts[] = {
        "(uint32 2, @aa{sv} [], @a(ayay) [], @a(ss) [])",
        "(uint32 1, @aa{sv} [{}], @a(ayay) [], @a(ss) [])",
        "(uint32 1, @aa{sv} [{'address': <'x'>}], @a(ayay) [], @a(ss) [])",
        "(uint32 1, @aa{sv} [], @a(ayay) [(b'x', b'y')], @a(ss) [])",
        "(uint32 1, @aa{sv} [], @a(ayay) [], @a(ss) [('nobody', 'five words')])",
        "(uint32 1, @aa{sv} [], @a(ayay) [], @a(ss) [('" NORA "', '')])",
    };
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(WORDS));
    guint count = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GVariant) value =
            g_variant_ref_sink(g_variant_parse(G_VARIANT_TYPE("(uaa{sv}a(ayay)a(ss))"),
                                               texts[i],
                                               NULL,
                                               NULL,
                                               NULL));
        g_autoptr(GBytes) file =
            hemo_backup_close(secret,
                              hemo_slice(g_variant_get_data(value), g_variant_get_size(value)),
                              NULL);
        g_autoptr(GError) error = NULL;

        g_assert_false(restore(place, file, WORDS, &count, &error));
        g_assert_nonnull(error);
        g_assert_cmpuint(count, ==, 0);
    }
    g_assert_cmpint(key_place_state(place, NORA), ==, -1);
}

static void
test_short(KeyPlace *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(back_up(place, "1234567", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-backup/round-trip", test_round_trip);
    key_place_add("/key-backup/rubbish", test_rubbish);
    key_place_add("/key-backup/short", test_short);
    status = g_test_run();
    services_place_end();
    return status;
}
