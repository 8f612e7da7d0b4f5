/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See sample-certificate.h.
 */
#include "sample-certificate.h"

#include "hemo-openssl-types.h"

#include <openssl/rand.h>
#include <string.h>

static EVP_PKEY *
make_key(const char *kind)
{
    const char *size = strchr(kind, ':');
    EVP_PKEY *key = NULL;

    if (g_str_has_prefix(kind, "RSA:"))
        key = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (gsize)g_ascii_strtoull(size + 1, NULL, 10));
    else if (g_str_has_prefix(kind, "EC:"))
        key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", size + 1);
    else
        key = EVP_PKEY_Q_keygen(NULL, NULL, kind);
    g_assert_nonnull(key);
    return key;
}

static void
add_extension(X509 *x509, X509V3_CTX *context, int kind, const char *value)
{
    X509_EXTENSION *extension = NULL;

    if (value == NULL || *value == '\0')
        return;
    extension = X509V3_EXT_conf_nid(NULL, context, kind, value);
    g_assert_nonnull(extension);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
}

static void
add_extra(X509 *x509, const char *extra)
{
    g_auto(GStrv) parts = extra != NULL ? g_strsplit(extra, "=", 2) : NULL;
    X509_EXTENSION *extension = NULL;

    if (parts == NULL)
        return;
    extension = X509V3_EXT_conf(NULL, NULL, parts[0], parts[1]);
    g_assert_nonnull(extension);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
}

static void
add_names(X509 *x509, GENERAL_NAME *name)
{
    GENERAL_NAMES *names = GENERAL_NAMES_new();

    sk_GENERAL_NAME_push(names, name);
    X509_add1_ext_i2d(x509, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT);
    GENERAL_NAMES_free(names);
}

static void
add_raw_address(X509 *x509, HemoSlice address)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_IA5STRING *text = ASN1_IA5STRING_new();

    ASN1_STRING_set(text, address.data, (int)address.size);
    GENERAL_NAME_set0_value(name, GEN_EMAIL, text);
    add_names(x509, name);
}

static void
add_wide_address(X509 *x509, const char *address)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_TYPE *value = ASN1_TYPE_new();
    ASN1_UTF8STRING *text = ASN1_UTF8STRING_new();

    ASN1_STRING_set(text, address, -1);
    ASN1_TYPE_set(value, V_ASN1_UTF8STRING, text);
    GENERAL_NAME_set0_othername(name, OBJ_nid2obj(NID_id_on_SmtpUTF8Mailbox), value);
    add_names(x509, name);
}

static const char *
usage_of(const SampleFields *fields, EVP_PKEY *key)
{
    if (fields->usage != NULL)
        return fields->usage;
    if (fields->is_authority)
        return "critical,keyCertSign,cRLSign";
    return EVP_PKEY_is_a(key, "RSA") ? "critical,digitalSignature,keyEncipherment"
                                     : "critical,digitalSignature,keyAgreement";
}

static const char *
purpose_of(const SampleFields *fields)
{
    if (fields->purpose != NULL || fields->is_authority)
        return fields->purpose;
    return "emailProtection";
}

static void
add_extensions(X509 *x509, const SampleFields *fields, X509 *issuer, EVP_PKEY *key)
{
    X509V3_CTX context;
    g_autofree char *place =
        fields->crl_place != NULL ? g_strdup_printf("URI:%s", fields->crl_place) : NULL;

    X509V3_set_ctx(&context, issuer, x509, NULL, NULL, 0);
    X509V3_set_ctx_nodb(&context);
    if (fields->is_plain)
        add_extension(x509, &context, NID_basic_constraints, "CA:TRUE");
    else
        add_extension(x509,
                      &context,
                      NID_basic_constraints,
                      fields->is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!fields->is_plain) {
        add_extension(x509, &context, NID_key_usage, usage_of(fields, key));
        add_extension(x509, &context, NID_subject_key_identifier, "hash");
        if (issuer != x509 && X509_get0_subject_key_id(issuer) != NULL)
            add_extension(x509, &context, NID_authority_key_identifier, "keyid");
    }
    add_extension(x509, &context, NID_ext_key_usage, purpose_of(fields));
    add_extension(x509, &context, NID_subject_alt_name, fields->names);
    add_extension(x509, &context, NID_crl_distribution_points, place);
    add_extension(x509, &context, NID_name_constraints, fields->constraints);
    if (fields->raw_address.size > 0)
        add_raw_address(x509, fields->raw_address);
    if (fields->wide_address != NULL)
        add_wide_address(x509, fields->wide_address);
    add_extra(x509, fields->extra);
}

static void
name_it(X509 *x509, const SampleFields *fields)
{
    X509_NAME *subject = X509_get_subject_name(x509);
    const char *name = fields->name != NULL ? fields->name : "Sample";

    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const guint8 *)name, -1, -1, 0);
    if (fields->mail != NULL)
        X509_NAME_add_entry_by_txt(subject,
                                   "emailAddress",
                                   MBSTRING_UTF8,
                                   (const guint8 *)fields->mail,
                                   -1,
                                   -1,
                                   0);
}

static void
sign_it(X509 *x509, const SampleFields *fields, EVP_PKEY *key)
{
    const char *name = fields->digest != NULL ? fields->digest : "SHA256";
    const EVP_MD *digest = EVP_PKEY_is_a(key, "ED25519") ? NULL : EVP_get_digestbyname(name);

    g_assert_cmpint(X509_sign(x509, key, digest), >, 0);
}

Sample *
sample_new_with_key(const SampleFields *fields, const Sample *issuer, EVP_PKEY *key)
{
    Sample *sample = g_new0(Sample, 1);
    X509 *x509 = X509_new();
    guint64 serial = 0;
    gint64 begins = fields->begins != 0 ? fields->begins : SAMPLE_BEGIN;
    gint64 expires = fields->expires != 0 ? fields->expires : SAMPLE_END;
    g_autoptr(GBytes) der = NULL;

    EVP_PKEY_up_ref(key);
    sample->key = key;
    sample->x509 = x509;
    X509_set_version(x509, X509_VERSION_3);
    RAND_bytes((guint8 *)&serial, sizeof serial);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial | 1);
    ASN1_TIME_set(X509_getm_notBefore(x509), (time_t)begins);
    ASN1_TIME_set(X509_getm_notAfter(x509), (time_t)expires);
    X509_set_pubkey(x509, key);
    name_it(x509, fields);
    X509_set_issuer_name(x509, X509_get_subject_name(issuer != NULL ? issuer->x509 : x509));
    add_extensions(x509, fields, issuer != NULL ? issuer->x509 : x509, key);
    sign_it(x509, fields, issuer != NULL ? issuer->key : key);
    der = sample_der(sample);
    sample->certificate = hemo_certificate_new(hemo_slice_bytes(der), NULL);
    return sample;
}

Sample *
sample_new(const SampleFields *fields, const Sample *issuer)
{
    g_autoptr(EVP_PKEY) key = make_key(fields->key != NULL ? fields->key : "EC:P-256");

    return sample_new_with_key(fields, issuer, key);
}

void
sample_free(Sample *sample)
{
    if (sample == NULL)
        return;
    EVP_PKEY_free(sample->key);
    X509_free(sample->x509);
    hemo_certificate_unref(sample->certificate);
    g_free(sample);
}

Sample *
sample_authority(void)
{
    return sample_new(&(SampleFields){.name = "Sample authority", .is_authority = TRUE}, NULL);
}

Sample *
sample_person(const Sample *issuer, const char *address, const char *key)
{
    g_autofree char *names = g_strconcat("email:", address, NULL);

    return sample_new(&(SampleFields){.name = "Person", .names = names, .key = key}, issuer);
}

GBytes *
sample_der(const Sample *sample)
{
    guint8 *der = NULL;
    int size = i2d_X509(sample->x509, &der);
    GBytes *bytes = NULL;

    g_assert_cmpint(size, >, 0);
    bytes = g_bytes_new(der, (gsize)size);
    OPENSSL_free(der);
    return bytes;
}

HemoSlice
sample_slice(const Sample *sample)
{
    return hemo_slice_bytes(hemo_certificate_der(sample->certificate));
}

static void
take_back(X509_CRL *list, const Sample *sample, gint64 when)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)when);

    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(sample->x509));
    X509_REVOKED_set_revocationDate(entry, time);
    X509_CRL_add0_revoked(list, entry);
    ASN1_TIME_free(time);
}

GBytes *
sample_crl(const Sample *issuer, const Sample *revoked, gint64 made, const char *scope)
{
    X509_CRL *list = X509_CRL_new();
    ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)made);
    guint8 *der = NULL;
    int size = 0;
    GBytes *bytes = NULL;

    X509_CRL_set_version(list, X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list, X509_get_subject_name(issuer->x509));
    X509_CRL_set1_lastUpdate(list, time);
    ASN1_TIME_set(time, (time_t)(made + SAMPLE_DAY));
    X509_CRL_set1_nextUpdate(list, time);
    if (revoked != NULL)
        take_back(list, revoked, made);
    if (scope != NULL) {
        X509_EXTENSION *extension =
            X509V3_EXT_conf_nid(NULL, NULL, NID_issuing_distribution_point, scope);

        g_assert_nonnull(extension);
        X509_CRL_add_ext(list, extension, -1);
        X509_EXTENSION_free(extension);
    }
    X509_CRL_sort(list);
    g_assert_cmpint(X509_CRL_sign(list, issuer->key, EVP_sha256()), >, 0);
    size = i2d_X509_CRL(list, &der);
    bytes = g_bytes_new(der, (gsize)size);
    OPENSSL_free(der);
    ASN1_TIME_free(time);
    X509_CRL_free(list);
    return bytes;
}

GPtrArray *
sample_list(const Sample *first, ...)
{
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);
    va_list more;

    va_start(more, first);
    for (const Sample *sample = first; sample != NULL; sample = va_arg(more, const Sample *))
        g_ptr_array_add(list, hemo_certificate_ref(sample->certificate));
    va_end(more);
    return list;
}

HemoSecret *
sample_pkcs12(const Sample *sample, const Sample *issuer, const char *passphrase)
{
    STACK_OF(X509) *chain = sk_X509_new_null();
    PKCS12 *file = NULL;
    guint8 *der = NULL;
    int size = 0;
    HemoSecret *secret = NULL;

    if (issuer != NULL)
        sk_X509_push(chain, issuer->x509);
    file = PKCS12_create(passphrase,
                         "sample",
                         sample->key,
                         sample->x509,
                         chain,
                         NID_aes_256_cbc,
                         NID_aes_256_cbc,
                         2048,
                         2048,
                         0);
    g_assert_nonnull(file);
    size = i2d_PKCS12(file, &der);
    secret = hemo_secret_new_copy(hemo_slice(der, (gsize)size));
    OPENSSL_free(der);
    PKCS12_free(file);
    sk_X509_free(chain);
    return secret;
}

HemoIdentity *
sample_identity(const Sample *sample, const Sample *issuer)
{
    g_autoptr(HemoSecret) file = sample_pkcs12(sample, issuer, "pass");
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text("pass"));
    g_autoptr(GError) error = NULL;
    HemoIdentity *identity = hemo_identity_new(hemo_secret_slice(file), passphrase, &error);

    g_assert_no_error(error);
    return identity;
}

HemoKey *
sample_key(const Sample *sample, guint abilities)
{
    return hemo_key_new(&(HemoKeyFields){
        .kind = HEMO_KEY_KIND_SMIME,
        .fingerprint = hemo_certificate_fingerprint(sample->certificate),
        .state = HEMO_KEY_USABLE,
        .trust = HEMO_KEY_TRUST_AUTHORITY,
        .created = hemo_certificate_begins(sample->certificate),
        .expires = hemo_certificate_expires(sample->certificate),
        .material = hemo_certificate_der(sample->certificate),
        .abilities = abilities,
    });
}
