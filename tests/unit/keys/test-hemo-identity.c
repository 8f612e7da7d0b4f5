/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-identity.h"

#include "hemo-error.h"
#include "hemo-openssl-types.h"
#include "sample-certificate.h"

static HemoIdentity *
read_back(HemoSecret *file, const char *passphrase)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrase));

    return hemo_identity_new(hemo_secret_slice(file), secret, NULL);
}

static void
test_value(void)
{
    g_autoptr(Sample) root = sample_authority();
    g_autoptr(Sample) ann = sample_person(root, "ann@example.org", "RSA:2048");
    g_autoptr(HemoIdentity) identity = sample_identity(ann, root);
    g_autoptr(HemoIdentity) again = hemo_identity_ref(identity);

    g_assert_cmpstr(hemo_certificate_fingerprint(hemo_identity_certificate(again)),
                    ==,
                    hemo_certificate_fingerprint(ann->certificate));
    g_assert_cmpint(EVP_PKEY_eq(hemo_identity_private_key(identity), ann->key), ==, 1);
    g_assert_cmpuint(hemo_identity_chain(identity)->len, ==, 1);
    g_assert_cmpstr(
        hemo_certificate_fingerprint(g_ptr_array_index(hemo_identity_chain(identity), 0)),
        ==,
        hemo_certificate_fingerprint(root->certificate));
}

/* Certificates of others are left out, and the order is put right. */
static void
test_chain(void)
{
    SampleFields fields = {.name = "Middle", .is_authority = TRUE};
    g_autoptr(Sample) root = sample_authority();
    g_autoptr(Sample) middle = sample_new(&fields, root);
    g_autoptr(Sample) ann = sample_person(middle, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(root, "bo@example.org", NULL);
    STACK_OF(X509) *others = sk_X509_new_null();
    PKCS12 *file = NULL;
    guint8 *der = NULL;
    int size = 0;
    g_autoptr(HemoSecret) secret = NULL;
    g_autoptr(HemoIdentity) identity = NULL;
    GPtrArray *chain = NULL;

    sk_X509_push(others, bo->x509);
    sk_X509_push(others, root->x509);
    sk_X509_push(others, middle->x509);
    file = PKCS12_create("pass", NULL, ann->key, ann->x509, others, 0, 0, 2048, 2048, 0);
    size = i2d_PKCS12(file, &der);
    secret = hemo_secret_new_copy(hemo_slice(der, (gsize)size));
    identity = read_back(secret, "pass");
    chain = hemo_identity_chain(identity);
    g_assert_cmpuint(chain->len, ==, 2);
    g_assert_cmpstr(hemo_certificate_fingerprint(g_ptr_array_index(chain, 0)),
                    ==,
                    hemo_certificate_fingerprint(middle->certificate));
    g_assert_cmpstr(hemo_certificate_fingerprint(g_ptr_array_index(chain, 1)),
                    ==,
                    hemo_certificate_fingerprint(root->certificate));
    OPENSSL_free(der);
    PKCS12_free(file);
    sk_X509_free(others);
}

static void
test_other_key(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", NULL);
    STACK_OF(X509) *others = sk_X509_new_null();
    PKCS12 *file = NULL;
    guint8 *der = NULL;
    int size = 0;
    g_autoptr(HemoSecret) secret = NULL;
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text("pass"));
    g_autoptr(GError) error = NULL;

    sk_X509_push(others, bo->x509);
    file = PKCS12_create("pass", NULL, ann->key, NULL, others, 0, 0, 2048, 2048, 0);
    size = i2d_PKCS12(file, &der);
    secret = hemo_secret_new_copy(hemo_slice(der, (gsize)size));
    g_assert_null(hemo_identity_new(hemo_secret_slice(secret), passphrase, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    OPENSSL_free(der);
    PKCS12_free(file);
    sk_X509_free(others);
}

typedef HemoSecret *(*Export)(const HemoIdentity *, const HemoSecret *, GError **);

static void
test_export(gconstpointer data)
{
    Export export = *(const Export *)data;
    g_autoptr(Sample) root = sample_authority();
    g_autoptr(Sample) ann = sample_person(root, "ann@example.org", NULL);
    g_autoptr(HemoIdentity) identity = sample_identity(ann, root);
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text("new words"));
    g_autoptr(HemoSecret) file = export(identity, passphrase, NULL);
    g_autoptr(HemoIdentity) again = read_back(file, "new words");
    g_autoptr(HemoIdentity) denied = read_back(file, "pass");

    g_assert_nonnull(again);
    g_assert_null(denied);
    g_assert_cmpint(EVP_PKEY_eq(hemo_identity_private_key(again), ann->key), ==, 1);
    g_assert_cmpuint(hemo_identity_chain(again)->len, ==, 1);
}

int
main(int argc, char **argv)
{
    static const Export exports[] = {hemo_identity_export, hemo_identity_export_old};

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/identity/value", test_value);
    g_test_add_func("/identity/chain", test_chain);
    g_test_add_func("/identity/other-key", test_other_key);
    g_test_add_data_func("/identity/export", &exports[0], test_export);
    g_test_add_data_func("/identity/export-old", &exports[1], test_export);
    return g_test_run();
}
