/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See fake-ca.h.
 */
#include "fake-ca.h"

#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#define DAY (24 * 60 * 60)

static EVP_PKEY *
make_key(FakeCertKind kind)
{
    if (kind == FAKE_CERT_RSA_1024)
        return EVP_RSA_gen(1024);
    if (kind == FAKE_CERT_RSA_2048)
        return EVP_RSA_gen(2048);
    return EVP_EC_gen("P-256");
}

static void
add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    g_assert_nonnull(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

static X509 *
make_certificate(EVP_PKEY *key, const char *subject, long days)
{
    X509 *certificate = X509_new();

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), g_test_rand_int_range(1, G_MAXINT32));
    X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * DAY);
    X509_gmtime_adj(X509_getm_notAfter(certificate), days * DAY);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate),
                               "CN",
                               MBSTRING_ASC,
                               (const unsigned char *)subject,
                               -1,
                               -1,
                               0);
    return certificate;
}

FakeCa *
fake_ca_new(void)
{
    FakeCa *ca = g_new0(FakeCa, 1);
    FILE *file;

    ca->key = make_key(FAKE_CERT_GOOD);
    ca->certificate = make_certificate(ca->key, "Throw-away CA", 1);
    X509_set_issuer_name(ca->certificate, X509_get_subject_name(ca->certificate));
    add_extension(ca->certificate, ca->certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(ca->certificate, ca->certificate, NID_key_usage, "critical,keyCertSign");
    g_assert_cmpint(X509_sign(ca->certificate, ca->key, EVP_sha256()), >, 0);
    ca->folder = g_dir_make_tmp("hemo-ca-XXXXXX", NULL);
    ca->file = g_build_filename(ca->folder, "ca.pem", NULL);
    file = fopen(ca->file, "w");
    g_assert_nonnull(file);
    PEM_write_X509(file, ca->certificate);
    fclose(file);
    return ca;
}

void
fake_ca_free(FakeCa *ca)
{
    g_unlink(ca->file);
    g_rmdir(ca->folder);
    X509_free(ca->certificate);
    EVP_PKEY_free(ca->key);
    g_free(ca->file);
    g_free(ca->folder);
    g_free(ca);
}

SSL_CTX *
fake_ca_make_server(FakeCa *ca, const char *name, FakeCertKind kind)
{
    EVP_PKEY *key = make_key(kind);
    X509 *certificate = make_certificate(key, name, kind == FAKE_CERT_EXPIRED ? -1 : 1);
    g_autofree char *san = g_strdup_printf("DNS:%s", name);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    X509_set_issuer_name(certificate, X509_get_subject_name(ca->certificate));
    if (kind != FAKE_CERT_CN_ONLY)
        add_extension(certificate, ca->certificate, NID_subject_alt_name, san);
    g_assert_cmpint(X509_sign(certificate, ca->key, EVP_sha256()), >, 0);
    SSL_CTX_set_security_level(context, 0);
    g_assert_cmpint(SSL_CTX_use_certificate(context, certificate), ==, 1);
    g_assert_cmpint(SSL_CTX_use_PrivateKey(context, key), ==, 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return context;
}
