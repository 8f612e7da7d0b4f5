/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a certificate is good for by itself: dates, purpose, strength, algorithms.  CMS of
 * OpenSSL checks none of it.  What is not known here is refused.
 */
#include "hemo-certificate.h"

#include "hemo-openssl-types.h"

#include <openssl/core_names.h>
#include <openssl/err.h>

#define MIN_RSA_BITS  2048
#define MAX_RSA_BITS  16384 /* OpenSSL refuses to encrypt with more */
#define MIN_EC_BITS   256
#define MIN_SIGN_BITS 112 /* SHA-224 and better; SHA-1 and MD5 have less */
#define FIPS_EXPONENT 65537
#define GROUP_NAME    64

/* Curves that others can read, and those of SP 800-186 that are approved. */
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

static const int approved_digests[] = {
    NID_sha224,
    NID_sha256,
    NID_sha384,
    NID_sha512,
    NID_sha512_224,
    NID_sha512_256,
    NID_sha3_224,
    NID_sha3_256,
    NID_sha3_384,
    NID_sha3_512,
};

/* The curve's row, or -1: another curve, or one that the key describes itself. */
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

/* The RSA exponent as far as it matters; 0 if it cannot be told. */
static gulong
read_exponent(EVP_PKEY *key)
{
    g_autoptr(BIGNUM) exponent = NULL;

    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) != 1 ||
        !BN_is_odd(exponent))
        return 0;
    return BN_num_bits(exponent) > 32 ? G_MAXUINT32 : BN_get_word(exponent);
}

/* Key usage (RFC 8550 section 4.4.2): one has to carry the other's key to it. */
static gboolean
has_usage(X509 *x509, EVP_PKEY *key)
{
    guint32 usage = X509_get_key_usage(x509);

    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
        return (usage & KU_KEY_ENCIPHERMENT) != 0;
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
        return FALSE;
    return usage == G_MAXUINT32 ||
           ((usage & KU_KEY_AGREEMENT) != 0 && (usage & KU_ENCIPHER_ONLY) == 0);
}

static gboolean
is_for_encryption(X509 *x509, EVP_PKEY *key)
{
    /* a demand that nobody here understands */
    if ((X509_get_extension_flags(x509) & EXFLAG_CRITICAL) != 0)
        return FALSE;
    return (X509_get_extended_key_usage(x509) & (XKU_SMIME | XKU_ANYEKU)) != 0 &&
           has_usage(x509, key);
}

static gboolean
is_strong_key(EVP_PKEY *key)
{
    int bits = EVP_PKEY_get_bits(key);

    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        return bits >= MIN_EC_BITS && find_curve(key) >= 0;
    return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && read_exponent(key) > 1;
}

static gboolean
is_strongly_signed(X509 *x509)
{
    int bits = 0;

    return X509_get_signature_info(x509, NULL, NULL, &bits, NULL) == 1 && bits >= MIN_SIGN_BITS;
}

static gboolean
is_approved(X509 *x509, EVP_PKEY *key)
{
    int digest = NID_undef;
    gboolean is_listed = FALSE;

    if (X509_get_signature_info(x509, &digest, NULL, NULL, NULL) != 1)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(approved_digests); i++)
        is_listed |= approved_digests[i] == digest;
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        return is_listed && curves[find_curve(key)].is_approved;
    return is_listed && read_exponent(key) >= FIPS_EXPONENT;
}

HemoKeyState
hemo_certificate_judge(const HemoCertificate *certificate, gint64 now, gboolean fips)
{
    X509 *x509 = hemo_certificate_x509(certificate);
    EVP_PKEY *key = X509_get0_pubkey(x509);
    HemoKeyState state = HEMO_KEY_UNCONFIRMED;

    if (now > hemo_certificate_expires(certificate))
        state = HEMO_KEY_EXPIRED;
    else if (now < hemo_certificate_begins(certificate))
        state = HEMO_KEY_NOT_YET_VALID;
    else if (key == NULL || !is_for_encryption(x509, key))
        state = HEMO_KEY_NOT_FOR_ENCRYPTION;
    else if (!is_strong_key(key) || !is_strongly_signed(x509))
        state = HEMO_KEY_WEAK;
    else if (fips && !is_approved(x509, key))
        state = HEMO_KEY_NOT_APPROVED;
    ERR_clear_error();
    return state;
}
