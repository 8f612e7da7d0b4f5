/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-export.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

#define RANDOM "0123456789abcdefghijklmnop"

static HemoSecret *
export_own(KeyPlace *place, const char *fingerprint, const char *passphrase, GError **error)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrase));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_export_own_async(place->services,
                              fingerprint,
                              secret,
                              daemon_home_on_result,
                              &result);
    return hemo_key_export_own_finish(daemon_home_wait(&result), error);
}

static void
keep_identity(KeyPlace *place, const Sample *sample)
{
    g_autoptr(HemoIdentity) identity = sample_identity(sample, place->authority);
    g_autoptr(GAsyncResult) result = NULL;

    hemo_identity_store_add_async(place->services->identities,
                                  identity,
                                  NULL,
                                  daemon_home_on_result,
                                  &result);
    g_assert_true(hemo_identity_store_add_finish(place->services->identities,
                                                 daemon_home_wait(&result),
                                                 NULL));
}

static void
test_public(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autofree char *pem = key_place_pem(nora);
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HemoSecret) file = NULL;

    hemo_key_export_async(place->services,
                          NORA,
                          record->fingerprint,
                          daemon_home_on_result,
                          &result);
    file = hemo_key_export_finish(daemon_home_wait(&result), NULL);
    g_assert_cmpstr(hemo_secret_text(file), ==, pem);
}

static void
test_own(KeyPlace *place, gconstpointer data)
{
    static const char *const passphrases[] = {"a passphrase", RANDOM};
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    const char *fingerprint = hemo_certificate_fingerprint(ana->certificate);
    g_autoptr(GError) error = NULL;

    g_assert_null(export_own(place, fingerprint, RANDOM, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    keep_identity(place, ana);
    g_assert_null(export_own(place, fingerprint, "short", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    for (gsize i = 0; i < G_N_ELEMENTS(passphrases); i++) {
        g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrases[i]));
        g_autoptr(HemoSecret) file = export_own(place, fingerprint, passphrases[i], NULL);
        g_autoptr(HemoIdentity) back = hemo_identity_new(hemo_secret_slice(file), secret, NULL);

        g_assert_true(EVP_PKEY_eq(hemo_identity_private_key(back), ana->key) == 1);
    }
    g_assert_cmpuint(services_place_count(place->services, "key"), ==, 2);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-export/public", test_public);
    key_place_add("/key-export/own", test_own);
    status = g_test_run();
    services_place_end();
    return status;
}
