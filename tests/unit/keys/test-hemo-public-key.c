/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-public-key.h"

#include "sample-certificate.h"

#include <openssl/core_names.h>

static void
test_kinds(void)
{
    static const struct {
        const char *key;
        gboolean is_strong;
        gboolean is_approved;
    } cases[] = {
        {"RSA:1024", FALSE, FALSE},
        {"RSA:2040", FALSE, FALSE},
        {"RSA:2048", TRUE, TRUE},
        {"RSA:3072", TRUE, TRUE},
        {"EC:P-192", FALSE, FALSE},
        {"EC:P-224", FALSE, FALSE},
        {"EC:P-256", TRUE, TRUE},
        {"EC:P-384", TRUE, TRUE},
        {"EC:P-521", TRUE, TRUE},
        {"EC:brainpoolP256r1", TRUE, FALSE},
        {"EC:brainpoolP512r1", TRUE, FALSE},
        {"EC:secp256k1", FALSE, FALSE},
        {"ED25519", FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new(&(SampleFields){.key = cases[i].key}, NULL);

        g_test_message("%s", cases[i].key);
        g_assert_cmpint(hemo_public_key_is_strong(sample->key), ==, cases[i].is_strong);
        g_assert_cmpint(hemo_public_key_is_approved(sample->key), ==, cases[i].is_approved);
    }
}

/* A curve that calls itself P-256 in all but name could be anything. */
static void
test_explicit_curve(void)
{
    g_autoptr(Sample) sample = sample_new(&(SampleFields){.key = "EC:P-256"}, NULL);
    EVP_PKEY *again = NULL;
    guint8 *der = NULL;
    const guint8 *start = NULL;
    int size = 0;

    EVP_PKEY_set_utf8_string_param(sample->key,
                                   OSSL_PKEY_PARAM_EC_ENCODING,
                                   OSSL_PKEY_EC_ENCODING_EXPLICIT);
    size = i2d_PUBKEY(sample->key, &der);
    g_assert_cmpint(size, >, 150);
    start = der;
    again = d2i_PUBKEY(NULL, &start, size);
    g_assert_nonnull(again);
    g_assert_false(hemo_public_key_is_strong(again));
    g_assert_false(hemo_public_key_is_approved(again));
    EVP_PKEY_free(again);
    OPENSSL_free(der);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/public-key/kinds", test_kinds);
    g_test_add_func("/public-key/explicit-curve", test_explicit_curve);
    return g_test_run();
}
