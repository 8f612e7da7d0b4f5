/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-algorithm.h.
 */
#include "hemo-openpgp-algorithm.h"

#define LEAST_BITS 2048

/* RFC 4880 section 9.2, RFC 5581. */
#define CIPHER_AES128       7
#define CIPHER_AES256       9
#define CIPHER_CAMELLIA_256 13

static const char *const nist_curves[] = {"nistp256", "nistp384", "nistp521", NULL};

static gboolean
is_on_nist_curve(gpgme_subkey_t key)
{
    return key->curve != NULL && g_strv_contains(nist_curves, key->curve);
}

static gboolean
is_rsa(gpgme_pubkey_algo_t algorithm)
{
    return algorithm == GPGME_PK_RSA || algorithm == GPGME_PK_RSA_E ||
           algorithm == GPGME_PK_RSA_S;
}

gboolean
hemo_openpgp_algorithm_is_weak(gpgme_subkey_t key)
{
    gboolean counts_bits = is_rsa(key->pubkey_algo) || key->pubkey_algo == GPGME_PK_DSA ||
                           key->pubkey_algo == GPGME_PK_ELG ||
                           key->pubkey_algo == GPGME_PK_ELG_E;

    return counts_bits && key->length < LEAST_BITS;
}

gboolean
hemo_openpgp_algorithm_may_sign(gpgme_subkey_t key)
{
    if (is_rsa(key->pubkey_algo))
        return key->length >= LEAST_BITS;
    if (key->pubkey_algo == GPGME_PK_ECDSA)
        return is_on_nist_curve(key);
    return key->pubkey_algo == GPGME_PK_EDDSA && g_strcmp0(key->curve, "ed25519") == 0;
}

gboolean
hemo_openpgp_algorithm_may_encrypt(gpgme_subkey_t key)
{
    if (is_rsa(key->pubkey_algo))
        return key->length >= LEAST_BITS;
    return key->pubkey_algo == GPGME_PK_ECDH && is_on_nist_curve(key);
}

gboolean
hemo_openpgp_algorithm_cipher_is_strong(guint64 number)
{
    return number >= CIPHER_AES128 && number <= CIPHER_CAMELLIA_256;
}

gboolean
hemo_openpgp_algorithm_cipher_is_approved(guint64 number)
{
    return number >= CIPHER_AES128 && number <= CIPHER_AES256;
}
