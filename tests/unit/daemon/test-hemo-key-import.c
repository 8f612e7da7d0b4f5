/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-import.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "key-place.h"

#include <string.h>

static GVariant *
import(KeyPlace *place, HemoSlice file, const char *passphrase, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_import_async(place->services,
                          hemo_sealed_fd_new(&file, 1, NULL),
                          services_place_sealed(passphrase),
                          daemon_home_on_result,
                          &result);
    return hemo_key_import_finish(daemon_home_wait(&result), error);
}

static void
test_certificate(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autofree char *pem = key_place_pem(nora);
    g_autoptr(GVariant) from_der = import(place, sample_slice(nora), "", NULL);
    g_autoptr(GVariant) from_pem = import(place, hemo_slice_text(pem), "", NULL);
    g_autoptr(GPtrArray) known = hemo_key_store_find(place->services->key_store, NORA, NULL);

    g_assert_cmpuint(g_variant_n_children(from_der), ==, 1);
    g_assert_cmpuint(g_variant_n_children(from_pem), ==, 1);
    g_assert_cmpuint(known->len, ==, 1);
    g_assert_cmpuint(((HemoKeyRecord *)known->pdata[0])->finders, ==, HEMO_FINDER_IMPORT);
    g_assert_cmpint(((HemoKeyRecord *)known->pdata[0])->word, ==, HEMO_KEY_WORD_NONE);
}

static void
test_own(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) ana = sample_person(place->authority, ANA, NULL);
    g_autoptr(HemoSecret) file = sample_pkcs12(ana, place->authority, "open sesame");
    g_autoptr(GVariant) keys = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(import(place, hemo_secret_slice(file), "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_null(import(place, hemo_secret_slice(file), "wrong", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    keys = import(place, hemo_secret_slice(file), "open sesame", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_variant_n_children(keys), ==, 1);
    g_assert_true(hemo_identity_store_has(place->services->identities,
                                          hemo_certificate_fingerprint(ana->certificate)));
}

/* "Here is your certificate, and the passphrase is ...": nothing of it is kept. */
static void
test_somebody_else(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoSecret) file = sample_pkcs12(nora, place->authority, "open sesame");
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(import(place, hemo_secret_slice(file), "open sesame", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "none of the addresses of your accounts"));
    g_assert_false(hemo_identity_store_has(place->services->identities,
                                           hemo_certificate_fingerprint(nora->certificate)));
    known = hemo_key_store_find(place->services->key_store, NORA, NULL);
    g_assert_cmpuint(known->len, ==, 0);
}

/* An authority is nobody's key. */
static void
test_nobody(KeyPlace *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(import(place, sample_slice(place->authority), "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(import(place, hemo_slice_text("hello"), "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(import(place, hemo_slice_text("-----BEGIN PRIVATE KEY-----\n"), "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-import/certificate", test_certificate);
    key_place_add("/key-import/own", test_own);
    key_place_add("/key-import/somebody-else", test_somebody_else);
    key_place_add("/key-import/nobody", test_nobody);
    status = g_test_run();
    services_place_end();
    return status;
}
