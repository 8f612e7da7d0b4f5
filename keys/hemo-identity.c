/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-identity.h.  Of the certificates in a file only those are kept that vouch for
 * one's own, in their order.
 */
#include "hemo-identity.h"

#include "hemo-error.h"
#include "hemo-openssl-types.h"
#include "hemo-pkcs12.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>

#define MAX_CHAIN    8
#define ROUNDS       600000 /* of PBKDF2, as current programs */
#define OLD_ROUNDS   100000
#define SALT_DEFAULT 0

struct _HemoIdentity {
    gatomicrefcount refs;
    EVP_PKEY *key;
    HemoCertificate *certificate;
    GPtrArray *chain;
};

/* The index of the private key's certificate, or -1. */
static int
find_own(const HemoPkcs12 *content)
{
    for (int i = 0; i < sk_X509_num(content->certificates); i++) {
        EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(content->certificates, i));

        if (key != NULL && EVP_PKEY_eq(key, content->key) == 1)
            return i;
    }
    return -1;
}

static HemoCertificate *
copy_certificate(X509 *x509)
{
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    HemoCertificate *certificate =
        size > 0 ? hemo_certificate_new(hemo_slice(der, (gsize)size), NULL) : NULL;

    OPENSSL_free(der);
    return certificate;
}

static X509 *
find_issuer(const HemoPkcs12 *content, X509 *certificate)
{
    for (int i = 0; i < sk_X509_num(content->certificates); i++) {
        X509 *other = sk_X509_value(content->certificates, i);
        EVP_PKEY *key = X509_get0_pubkey(other);

        if (X509_cmp(other, certificate) != 0 && key != NULL &&
            X509_check_issued(other, certificate) == X509_V_OK &&
            X509_verify(certificate, key) == 1)
            return other;
    }
    return NULL;
}

static gboolean
is_in(GPtrArray *chain, X509 *certificate)
{
    for (guint i = 0; i < chain->len; i++) {
        if (X509_cmp(hemo_certificate_x509(g_ptr_array_index(chain, i)), certificate) == 0)
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *
make_chain(const HemoPkcs12 *content, X509 *own)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);
    X509 *next = find_issuer(content, own);

    while (next != NULL && chain->len < MAX_CHAIN && !is_in(chain, next)) {
        HemoCertificate *certificate = copy_certificate(next);

        if (certificate == NULL)
            break;
        g_ptr_array_add(chain, certificate);
        next = find_issuer(content, next);
    }
    return chain;
}

static HemoIdentity *
take_content(HemoPkcs12 *content, GError **error)
{
    int own = find_own(content);
    HemoCertificate *certificate =
        own >= 0 ? copy_certificate(sk_X509_value(content->certificates, own)) : NULL;
    HemoIdentity *identity = NULL;

    if (certificate == NULL) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the certificate of the private key is not in this file"));
        return NULL;
    }
    identity = g_new0(HemoIdentity, 1);
    g_atomic_ref_count_init(&identity->refs);
    identity->key = g_steal_pointer(&content->key);
    identity->certificate = certificate;
    identity->chain = make_chain(content, sk_X509_value(content->certificates, own));
    return identity;
}

HemoIdentity *
hemo_identity_new(HemoSlice pkcs12, const HemoSecret *passphrase, GError **error)
{
    HemoPkcs12 content = {NULL, NULL};
    HemoIdentity *identity = NULL;

    if (hemo_pkcs12_read(pkcs12, passphrase, &content, error))
        identity = take_content(&content, error);
    hemo_pkcs12_clear(&content);
    ERR_clear_error();
    return identity;
}

HemoIdentity *
hemo_identity_ref(HemoIdentity *identity)
{
    g_atomic_ref_count_inc(&identity->refs);
    return identity;
}

void
hemo_identity_unref(HemoIdentity *identity)
{
    if (identity == NULL || !g_atomic_ref_count_dec(&identity->refs))
        return;
    EVP_PKEY_free(identity->key);
    hemo_certificate_unref(identity->certificate);
    g_ptr_array_unref(identity->chain);
    g_free(identity);
}

HemoCertificate *
hemo_identity_certificate(const HemoIdentity *identity)
{
    return identity->certificate;
}

GPtrArray *
hemo_identity_chain(const HemoIdentity *identity)
{
    return identity->chain;
}

EVP_PKEY *
hemo_identity_private_key(const HemoIdentity *identity)
{
    return identity->key;
}

/* How the parts of a file are protected. */
typedef struct {
    int cipher;
    const EVP_MD *digest; /* of the check of the passphrase */
    int rounds;
} Protection;

static PKCS12 *
make_file(const HemoIdentity *identity, const char *passphrase, const Protection *protection)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    g_autoptr(PKCS12) file = NULL;

    if (chain == NULL)
        return NULL;
    for (guint i = 0; i < identity->chain->len; i++)
        sk_X509_push(chain, hemo_certificate_x509(g_ptr_array_index(identity->chain, i)));
    file = PKCS12_create(passphrase,
                         NULL,
                         identity->key,
                         hemo_certificate_x509(identity->certificate),
                         chain,
                         protection->cipher,
                         protection->cipher,
                         protection->rounds,
                         -1,
                         0);
    sk_X509_free(chain);
    if (file == NULL || PKCS12_set_mac(file,
                                       passphrase,
                                       -1,
                                       NULL,
                                       SALT_DEFAULT,
                                       protection->rounds,
                                       protection->digest) != 1)
        return NULL;
    return g_steal_pointer(&file);
}

static HemoSecret *
export_under(const HemoIdentity *identity,
             const HemoSecret *passphrase,
             const Protection *protection,
             GError **error)
{
    g_autoptr(PKCS12) file =
        make_file(identity, hemo_secret_text((HemoSecret *)passphrase), protection);
    unsigned char *der = NULL;
    int size = file != NULL ? i2d_PKCS12(file, &der) : -1;
    HemoSecret *result = NULL;

    ERR_clear_error();
    if (size > 0)
        result = hemo_secret_new_copy(hemo_slice(der, (gsize)size));
    else
        hemo_error_set(error,
                       HEMO_ERROR_FAILED,
                       _("the private key could not be written to a file"));
    OPENSSL_clear_free(der, size > 0 ? (gsize)size : 0);
    return result;
}

HemoSecret *
hemo_identity_export(const HemoIdentity *identity, const HemoSecret *passphrase, GError **error)
{
    Protection protection = {NID_aes_256_cbc, EVP_sha256(), ROUNDS};

    return export_under(identity, passphrase, &protection, error);
}

HemoSecret *
hemo_identity_export_old(const HemoIdentity *identity,
                         const HemoSecret *passphrase,
                         GError **error)
{
    Protection protection = {NID_pbe_WithSHA1And3_Key_TripleDES_CBC, EVP_sha1(), OLD_ROUNDS};

    return export_under(identity, passphrase, &protection, error);
}
