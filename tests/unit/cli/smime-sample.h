/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An authority, a certificate of ana.ruiz@example.org and her private key, made anew, as the
 * agent gives them out: PKCS#12 in the form that gpgsm and NSS both read.
 */
#pragma once

#include "hemo-cli-own-smime.h"
#include "hemo-cli-pem.h"
#include "hemo-sealed-fd.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#define SMIME_SAMPLE_ADDRESS "ana.ruiz@example.org"

typedef struct {
    EVP_PKEY *key;
    X509 *certificate;
    X509 *authority;
    EVP_PKEY *authority_key;
} SmimeSample;

static inline void
smime_sample_extend(X509 *certificate, int kind, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, kind, value);

    g_assert_cmpint(X509_add_ext(certificate, extension, -1), ==, 1);
    X509_EXTENSION_free(extension);
}

static inline X509 *
smime_sample_certify(const char *name, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key)
{
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == NULL ? 1 : 200);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 60 * 60);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const guchar *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, issuer != NULL ? X509_get_subject_name(issuer) : subject);
    X509_set_pubkey(certificate, key);
    smime_sample_extend(certificate,
                        NID_basic_constraints,
                        issuer == NULL ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (issuer != NULL)
        smime_sample_extend(certificate, NID_subject_alt_name, "email:" SMIME_SAMPLE_ADDRESS);
    g_assert_cmpint(X509_sign(certificate, issuer_key != NULL ? issuer_key : key, EVP_sha256()),
                    >,
                    0);
    return certificate;
}

static inline SmimeSample
smime_sample_new(void)
{
    EVP_PKEY *authority_key = EVP_RSA_gen(2048);
    SmimeSample sample = {.key = EVP_RSA_gen(2048)};

    sample.authority = smime_sample_certify("Sample authority", authority_key, NULL, NULL);
    sample.certificate =
        smime_sample_certify("Ana Ruiz", sample.key, sample.authority, authority_key);
    sample.authority_key = authority_key;
    return sample;
}

/* The one that she had before, which has expired. */
static inline SmimeSample
smime_sample_old(const SmimeSample *sample)
{
    SmimeSample old = {.key = EVP_RSA_gen(2048), .authority_key = sample->authority_key};

    old.authority = sample->authority;
    X509_up_ref(old.authority);
    EVP_PKEY_up_ref(old.authority_key);
    old.certificate =
        smime_sample_certify("Ana Ruiz", old.key, old.authority, old.authority_key);
    ASN1_INTEGER_set(X509_get_serialNumber(old.certificate), 100);
    X509_gmtime_adj(X509_getm_notBefore(old.certificate), -2 * 60 * 60);
    X509_gmtime_adj(X509_getm_notAfter(old.certificate), -60 * 60);
    g_assert_cmpint(X509_sign(old.certificate, old.authority_key, EVP_sha256()), >, 0);
    return old;
}

static inline void
smime_sample_clear(SmimeSample *sample)
{
    EVP_PKEY_free(sample->key);
    X509_free(sample->certificate);
    X509_free(sample->authority);
    EVP_PKEY_free(sample->authority_key);
}

static inline GBytes *
smime_sample_der(X509 *certificate)
{
    guint8 *der = NULL;
    int size = i2d_X509(certificate, &der);
    GBytes *bytes = g_bytes_new(der, (gsize)size);

    OPENSSL_free(der);
    return bytes;
}

static inline char *
smime_sample_fingerprint(X509 *certificate)
{
    g_autoptr(GBytes) der = smime_sample_der(certificate);

    return hemo_cli_pem_fingerprint(der);
}

static inline char *
smime_sample_pem(X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *data = NULL;
    char *pem;
    long size;

    PEM_write_bio_X509(bio, certificate);
    size = BIO_get_mem_data(bio, &data);
    pem = g_strndup(data, (gsize)size);
    BIO_free(bio);
    return pem;
}

/* The PKCS#12 file under the passphrase in the memfd, as a memfd. */
static inline int
smime_sample_export(gpointer data, const char *fingerprint, int passphrase, GError **error)
{
    const SmimeSample *sample = data;
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(passphrase, NULL);
    g_autofree char *text = hemo_slice_dup(hemo_sealed_fd_slice(map));
    STACK_OF(X509) *chain = sk_X509_new_null();
    PKCS12 *file;
    guint8 *der = NULL;
    HemoSlice slice;
    int size;
    int fd;

    sk_X509_push(chain, sample->authority);
    file = PKCS12_create(text,
                         "ana",
                         sample->key,
                         sample->certificate,
                         chain,
                         NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
                         NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
                         2048,
                         2048,
                         0);
    g_assert_nonnull(file);
    size = i2d_PKCS12(file, &der);
    slice = hemo_slice(der, (gsize)size);
    fd = hemo_sealed_fd_new(&slice, 1, error);
    OPENSSL_free(der);
    PKCS12_free(file);
    sk_X509_free(chain);
    return fd;
}

/* Of two: @data is the sample, the one behind it the older one. */
static inline int
smime_sample_export_either(gpointer data,
                           const char *fingerprint,
                           int passphrase,
                           GError **error)
{
    SmimeSample *samples = data;
    g_autofree char *own = smime_sample_fingerprint(samples[0].certificate);

    return smime_sample_export(g_ascii_strcasecmp(own, fingerprint) == 0 ? samples
                                                                         : samples + 1,
                               fingerprint,
                               passphrase,
                               error);
}

/* As if the agent had it. */
static inline HemoCliOwnSmime *
smime_sample_own(SmimeSample *sample)
{
    HemoCliOwnSmime *own = hemo_cli_own_smime_new();
    g_autofree char *fingerprint = smime_sample_fingerprint(sample->certificate);

    hemo_cli_own_smime_add(own, SMIME_SAMPLE_ADDRESS, fingerprint, TRUE);
    own->export = smime_sample_export;
    own->data = sample;
    return own;
}

/* And an older one, @samples[1]. */
static inline HemoCliOwnSmime *
smime_sample_own_both(SmimeSample *samples)
{
    HemoCliOwnSmime *own = smime_sample_own(samples);
    g_autofree char *old = smime_sample_fingerprint(samples[1].certificate);

    hemo_cli_own_smime_add(own, SMIME_SAMPLE_ADDRESS, old, FALSE);
    own->export = smime_sample_export_either;
    return own;
}

static inline int
smime_sample_passphrase(const char *text)
{
    HemoSlice slice = hemo_slice_text(text);

    return hemo_sealed_fd_new(&slice, 1, NULL);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SmimeSample, smime_sample_clear)
