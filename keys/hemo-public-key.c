/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-public-key.h.  A curve that a key describes itself instead of naming it is none.
 */
#include "hemo-public-key.h"

#include "hemo-openssl-types.h"

#include <openssl/core_names.h>

#define MIN_RSA_BITS  2048
#define MAX_RSA_BITS  16384 /* OpenSSL refuses to encrypt with more */
#define FIPS_EXPONENT 65537
#define GROUP_NAME    64

/* All have 256 bits or more; approved are those of SP 800-186. */
static const struct {
    const char *name;
    gboolean is_approved;
} curves[] = {
    {SN_X9_62_prime256v1, TRUE},
    {SN_secp384r1, TRUE},
    {SN_secp521r1, TRUE},
    {SN_brainpoolP256r1, FALSE},
    {SN_brainpoolP384r1, FALSE},
    {SN_brainpoolP512r1, FALSE},
};

/* The curve's row, or -1. */
static int
find_curve(EVP_PKEY *key)
{
    char name[GROUP_NAME] = "";
    int is_explicit = 0;

    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &is_explicit);
    if (is_explicit != 0 || EVP_PKEY_get_group_name(key, name, sizeof name, NULL) != 1)
        return -1;
    for (gsize i = 0; i < G_N_ELEMENTS(curves); i++) {
        if (g_str_equal(curves[i].name, name))
            return (int)i;
    }
    return -1;
}

/* The exponent as far as it matters; 0 if it is even or cannot be told. */
static gulong
read_exponent(EVP_PKEY *key)
{
    g_autoptr(BIGNUM) exponent = NULL;

    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1 ||
        !BN_is_odd(exponent))
        return 0;
    return BN_num_bits(exponent) > 32 ? G_MAXUINT32 : BN_get_word(exponent);
}

gboolean
hemo_public_key_is_strong(EVP_PKEY *key)
{
    int bits = EVP_PKEY_get_bits(key);

    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        return find_curve(key) >= 0;
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits >= MIN_RSA_BITS &&
           bits <= MAX_RSA_BITS && read_exponent(key) > 1;
}

gboolean
hemo_public_key_is_approved(EVP_PKEY *key)
{
    if (!hemo_public_key_is_strong(key))
        return FALSE;
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        return curves[find_curve(key)].is_approved;
    return read_exponent(key) >= FIPS_EXPONENT;
}
