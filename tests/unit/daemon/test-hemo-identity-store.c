/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-identity-store.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

static HemoIdentityStore *
store_of(KeyPlace *place)
{
    return place->services->identities;
}

static gboolean
add(KeyPlace *place, const Sample *sample, GError **error)
{
    g_autoptr(HemoIdentity) identity = sample_identity(sample, place->authority);
    g_autoptr(GAsyncResult) result = NULL;

    hemo_identity_store_add_async(store_of(place),
                                  identity,
                                  NULL,
                                  daemon_home_on_result,
                                  &result);
    return hemo_identity_store_add_finish(store_of(place), daemon_home_wait(&result), error);
}

static HemoIdentity *
load(KeyPlace *place, const Sample *sample, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_identity_store_load_async(store_of(place),
                                   hemo_certificate_fingerprint(sample->certificate),
                                   NULL,
                                   daemon_home_on_result,
                                   &result);
    return hemo_identity_store_load_finish(store_of(place), daemon_home_wait(&result), error);
}

static void
run(KeyPlace *place, const char *sql)
{
    sqlite3_stmt *statement = hemo_database_prepare(place->services->database, sql, NULL);

    g_assert_true(hemo_database_run(place->services->database, statement, NULL));
}

static void
test_round_trip(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    const char *fingerprint = hemo_certificate_fingerprint(ana->certificate);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoIdentity) identity = NULL;
    g_auto(GStrv) list = NULL;

    g_assert_false(hemo_identity_store_has(store_of(place), fingerprint));
    g_assert_true(add(place, ana, &error));
    g_assert_true(add(place, ana, &error));
    g_assert_true(hemo_identity_store_has(store_of(place), fingerprint));
    list = hemo_identity_store_list(store_of(place), NULL);
    g_assert_cmpuint(g_strv_length(list), ==, 1);
    g_assert_cmpstr(list[0], ==, fingerprint);
    hemo_identity_store_forget(store_of(place));
    identity = load(place, ana, &error);
    g_assert_no_error(error);
    g_assert_true(EVP_PKEY_eq(hemo_identity_private_key(identity), ana->key) == 1);
    g_assert_cmpuint(hemo_identity_chain(identity)->len, ==, 1);
}

static void
test_gone(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autofree char *name =
        hemo_identity_store_name(hemo_certificate_fingerprint(ana->certificate));
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(add(place, ana, NULL));
    hemo_identity_store_forget(store_of(place));
    hemo_keyring_remove_async(place->services->keyring,
                              name,
                              NULL,
                              daemon_home_on_result,
                              &result);
    g_assert_true(
        hemo_keyring_remove_finish(place->services->keyring, daemon_home_wait(&result), NULL));
    g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
}

/* One's own key is not another one's, whatever stands in its place. */
static void
test_swapped(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autoptr(Sample) bea = sample_person(place->authority, "bea@example.org", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(add(place, ana, NULL));
    g_assert_true(add(place, bea, NULL));
    hemo_identity_store_forget(store_of(place));
    run(place,
        "UPDATE identities SET sealed = (SELECT sealed FROM identities ORDER BY fingerprint "
        "LIMIT 1)");
    if (g_strcmp0(hemo_certificate_fingerprint(ana->certificate),
                  hemo_certificate_fingerprint(bea->certificate)) < 0)
        g_assert_null(load(place, bea, &error));
    else
        g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
    g_clear_error(&error);
    run(place, "UPDATE identities SET sealed = x'00'");
    g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
}

/* The screen is locked while it comes: it is not there afterwards. */
static void
test_forgotten_meanwhile(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    const char *fingerprint = hemo_certificate_fingerprint(ana->certificate);
    g_autofree char *name = hemo_identity_store_name(fingerprint);
    g_autoptr(HemoIdentity) identity = NULL;
    g_autoptr(GAsyncResult) loaded = NULL;
    g_autoptr(GAsyncResult) removed = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(add(place, ana, NULL));
    hemo_identity_store_forget(store_of(place));
    hemo_identity_store_load_async(store_of(place),
                                   fingerprint,
                                   NULL,
                                   daemon_home_on_result,
                                   &loaded);
    hemo_identity_store_forget(store_of(place));
    identity =
        hemo_identity_store_load_finish(store_of(place), daemon_home_wait(&loaded), NULL);
    g_assert_nonnull(identity);
    hemo_keyring_remove_async(place->services->keyring,
                              name,
                              NULL,
                              daemon_home_on_result,
                              &removed);
    g_assert_true(
        hemo_keyring_remove_finish(place->services->keyring, daemon_home_wait(&removed), NULL));
    g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
}

static void
test_locked(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autoptr(GError) error = NULL;

    hemo_vault_close(place->services->vault);
    g_assert_false(add(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    g_assert_null(load(place, ana, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/identity-store/round-trip", test_round_trip);
    key_place_add("/identity-store/gone", test_gone);
    key_place_add("/identity-store/swapped", test_swapped);
    key_place_add("/identity-store/forgotten-meanwhile", test_forgotten_meanwhile);
    key_place_add("/identity-store/locked", test_locked);
    status = g_test_run();
    services_place_end();
    return status;
}
