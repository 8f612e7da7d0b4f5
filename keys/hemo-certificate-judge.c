/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a certificate is good for by itself: dates, purpose, strength, algorithms.  CMS of
 * OpenSSL checks none of it.  What is not known here is refused.
 */
#include "hemo-certificate.h"

#include "hemo-public-key.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#define MIN_SIGN_BITS 112 /* SHA-224 and better; SHA-1 and MD5 have less */

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
is_strongly_signed(X509 *x509)
{
    int bits = 0;

    return X509_get_signature_info(x509, NULL, NULL, &bits, NULL) == 1 && bits >= MIN_SIGN_BITS;
}

static gboolean
is_approved(X509 *x509, EVP_PKEY *key)
{
    int digest = NID_undef;

    if (X509_get_signature_info(x509, &digest, NULL, NULL, NULL) != 1)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(approved_digests); i++) {
        if (approved_digests[i] == digest)
            return hemo_public_key_is_approved(key);
    }
    return FALSE;
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
    else if (!hemo_public_key_is_strong(key) || !is_strongly_signed(x509))
        state = HEMO_KEY_WEAK;
    else if (fips && !is_approved(x509, key))
        state = HEMO_KEY_NOT_APPROVED;
    ERR_clear_error();
    return state;
}
