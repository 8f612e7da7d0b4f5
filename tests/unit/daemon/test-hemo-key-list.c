/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-list.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

static GVariant *
list(KeyPlace *place, const char *address, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_list_make_async(place->services, address, FALSE, daemon_home_on_result, &result);
    return hemo_key_list_make_finish(daemon_home_wait(&result), error);
}

static void
test_one_and_all(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(HemoKeyRecord) two = key_place_keep(place, key_place_record(place, ana, ANA));
    g_autoptr(GVariant) some = list(place, NORA, NULL);
    g_autoptr(GVariant) all = list(place, "", NULL);

    g_assert_cmpuint(g_variant_n_children(some), ==, 1);
    g_assert_cmpuint(g_variant_n_children(all), ==, 2);
}

static void
test_bounded(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(GVariant) all = NULL;
    sqlite3_stmt *statement =
        hemo_database_prepare(place->services->database, "PRAGMA synchronous = OFF", NULL);

    g_assert_true(hemo_database_run(place->services->database, statement, NULL));
    for (guint i = 0; i < HEMO_KEY_LIST_SIZE + 20; i++) {
        g_autofree char *address = g_strdup_printf("person%u@example.com", i);
        g_autoptr(HemoKeyRecord) record =
            key_place_keep(place, key_place_record(place, nora, address));
    }
    all = list(place, "", NULL);
    g_assert_cmpuint(g_variant_n_children(all), <=, HEMO_KEY_LIST_SIZE);
    g_assert_cmpuint(g_variant_n_children(all), >, HEMO_KEY_LIST_SIZE - 5);
}

static GVariant *
list_quietly(KeyPlace *place, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_list_make_quietly_async(place->services, daemon_home_on_result, &result);
    return hemo_key_list_make_finish(daemon_home_wait(&result), error);
}

/* The daily look at what expires leaves a locked screen alone. */
static void
test_quietly(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(GVariant) all = list_quietly(place, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(g_variant_n_children(all), ==, 1);
    hemo_vault_close(place->services->vault);
    g_assert_null(list_quietly(place, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_null(hemo_vault_state_key(place->services->vault));
}

static void
test_no_address(KeyPlace *place, gconstpointer data)
{
    static const char *const texts[] = {"nobody", "@", "a@b@c", " ", "a@b\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(list(place, texts[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

static void
test_question(KeyPlace *place, gconstpointer data)
{
    HemoKeyQuestion question;

    g_assert_true(
        hemo_key_list_question(place->services, HEMO_KEY_KIND_SMIME, NORA, &question, NULL));
    g_assert_cmpint(question.least, ==, HEMO_KEY_TRUST_AUTHORITY);
    g_assert_false(question.fips);
    key_place_set_policy(place,
                         "[default]\nkey-trust=confirmed\ncrypto=fips-approved\n"
                         "[domain example.org]\nkey-trust=published\n");
    g_assert_true(
        hemo_key_list_question(place->services, HEMO_KEY_KIND_SMIME, NORA, &question, NULL));
    g_assert_cmpint(question.least, ==, HEMO_KEY_TRUST_CONFIRMED);
    g_assert_true(question.fips);
    g_assert_true(
        hemo_key_list_question(place->services, HEMO_KEY_KIND_SMIME, ANA, &question, NULL));
    g_assert_cmpint(question.least, ==, HEMO_KEY_TRUST_PUBLISHED);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-list/one-and-all", test_one_and_all);
    key_place_add("/key-list/quietly", test_quietly);
    key_place_add("/key-list/bounded", test_bounded);
    key_place_add("/key-list/no-address", test_no_address);
    key_place_add("/key-list/question", test_question);
    status = g_test_run();
    services_place_end();
    return status;
}
