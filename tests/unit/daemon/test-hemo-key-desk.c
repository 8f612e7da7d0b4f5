/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-desk.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-key-list.h"
#include "key-place.h"

static HemoKey *
find(KeyPlace *place, gboolean own, GError **error)
{
    HemoKeyQuestion question;
    g_autoptr(GAsyncResult) result = NULL;

    g_assert_true(hemo_key_list_question(place->services,
                                         HEMO_KEY_KIND_SMIME,
                                         own ? ANA : NORA,
                                         &question,
                                         NULL));
    question.own = own;
    hemo_key_desk_find_async(place->services, &question, NULL, daemon_home_on_result, &result);
    return hemo_key_desk_find_finish(daemon_home_wait(&result), error);
}

static void
test_find(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKeyRecord) record = NULL;
    g_autoptr(HemoKey) key = NULL;

    g_assert_null(find(place, FALSE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    record = key_place_keep(place, key_place_record(place, nora, NORA));
    key = find(place, FALSE, NULL);
    g_assert_true(hemo_key_usable(key));
    g_assert_nonnull(hemo_key_material(key));
}

/* What was used is what is expected from then on. */
static void
test_use(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) first = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) second = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, key_place_record(place, first, NORA));
    g_autoptr(HemoKeyRecord) two = NULL;
    g_autoptr(HemoKey) key = find(place, FALSE, NULL);
    g_autoptr(GPtrArray) found = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(hemo_key_desk_use(place->services, NORA, key, &error));
    two = key_place_keep(place, key_place_record(place, second, NORA));
    found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);
    g_assert_cmpuint(found->len, ==, 2);
    g_assert_cmpstr(hemo_key_fingerprint(((HemoKeyCandidate *)found->pdata[0])->key),
                    ==,
                    one->fingerprint);
    g_assert_cmpint(hemo_key_state(((HemoKeyCandidate *)found->pdata[1])->key),
                    ==,
                    HEMO_KEY_CHANGED);
}

static void
keep_identity(KeyPlace *place, const Sample *sample)
{
    g_autoptr(HemoIdentity) identity = sample_identity(sample, place->authority);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hemo_identity_store_add_async(place->services->identities,
                                  identity,
                                  NULL,
                                  daemon_home_on_result,
                                  &result);
    hemo_identity_store_add_finish(place->services->identities,
                                   daemon_home_wait(&result),
                                   &error);
    g_assert_no_error(error);
}

static HemoIdentity *
load(KeyPlace *place, const char *fingerprint, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_desk_identity_async(place->services,
                                 fingerprint,
                                 NULL,
                                 daemon_home_on_result,
                                 &result);
    return hemo_key_desk_identity_finish(daemon_home_wait(&result), error);
}

static void
test_own(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_keep(place, key_place_record(place, ana, ANA));
    g_autoptr(HemoKey) key = NULL;
    g_autoptr(HemoIdentity) identity = NULL;
    g_autoptr(HemoIdentity) again = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(find(place, TRUE, NULL));
    g_assert_null(load(place, record->fingerprint, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    keep_identity(place, ana);
    key = find(place, TRUE, NULL);
    g_assert_true(hemo_key_has_secret(key));
    g_assert_cmpint(hemo_key_trust(key), ==, HEMO_KEY_TRUST_CONFIRMED);
    identity = load(place, record->fingerprint, NULL);
    hemo_key_desk_forget(place->services);
    again = load(place, record->fingerprint, NULL);
    g_assert_true(identity != again);
    g_assert_true(EVP_PKEY_eq(hemo_identity_private_key(again), ana->key) == 1);
}

static void
test_ready(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    g_autoptr(GAsyncResult) result = NULL;

    g_ptr_array_add(keys, sample_key(nora, 0));
    hemo_key_desk_ready_async(place->services, keys, NULL, daemon_home_on_result, &result);
    g_assert_true(hemo_key_desk_ready_finish(daemon_home_wait(&result), NULL));
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-desk/find", test_find);
    key_place_add("/key-desk/use", test_use);
    key_place_add("/key-desk/own", test_own);
    key_place_add("/key-desk/ready", test_ready);
    status = g_test_run();
    services_place_end();
    return status;
}
