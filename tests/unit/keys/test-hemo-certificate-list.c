/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-certificate.h"

#include "hemo-error.h"
#include "sample-certificate.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <string.h>

static char *
to_pem(const Sample *sample, gboolean with_key)
{
    BIO *text = BIO_new(BIO_s_mem());
    char *data = NULL;
    long size = 0;
    char *result = NULL;

    if (with_key)
        PEM_write_bio_PrivateKey(text, sample->key, NULL, NULL, 0, NULL, NULL);
    PEM_write_bio_X509(text, sample->x509);
    size = BIO_get_mem_data(text, &data);
    result = g_strndup(data, (gsize)size);
    BIO_free(text);
    return result;
}

static guint
count(const char *text)
{
    g_autoptr(GPtrArray) list = hemo_certificate_list_new(hemo_slice_text(text), NULL);

    return list != NULL ? list->len : 0;
}

static void
test_pem(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", NULL);
    g_autofree char *one = to_pem(ann, FALSE);
    g_autofree char *other = to_pem(bo, TRUE);
    g_autofree char *both = g_strconcat("Some words\n", one, "\n\nmore\n", other, "end", NULL);
    g_autoptr(GPtrArray) list = hemo_certificate_list_new(hemo_slice_text(both), NULL);

    g_assert_nonnull(list);
    g_assert_cmpuint(list->len, ==, 2);
    g_assert_true(hemo_certificate_names(g_ptr_array_index(list, 0), "ann@example.org"));
    g_assert_true(hemo_certificate_names(g_ptr_array_index(list, 1), "bo@example.org"));
}

static void
test_der(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(GPtrArray) list = hemo_certificate_list_new(sample_slice(ann), NULL);

    g_assert_nonnull(list);
    g_assert_cmpuint(list->len, ==, 1);
}

static void
test_damaged(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autofree char *pem = to_pem(ann, FALSE);
    g_autofree char *twice = g_strconcat(pem, pem, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(count(twice), ==, 2);
    twice[strlen(pem) + 100] = '!';
    g_assert_null(hemo_certificate_list_new(hemo_slice_text(twice), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    memcpy(twice + strlen(pem) + 100, "AAAAAAAA", 8);
    g_assert_cmpuint(count(twice), ==, 0);
    twice[strlen(pem) + 200] = '\0';
    g_assert_cmpuint(count(twice), ==, 0);
}

static void
test_none(void)
{
    static const char *const cases[] = {
        "",
        "nothing here",
        "0",
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_certificate_list_new(hemo_slice_text(cases[i]), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

/* What serves as anchors if nobody names any. */
static void
test_system_bundle(void)
{
    g_autofree char *text = NULL;
    gsize size = 0;
    g_autoptr(GPtrArray) list = NULL;
    g_autoptr(GError) error = NULL;

    if (!g_file_get_contents("/etc/ssl/certs/ca-certificates.crt", &text, &size, NULL)) {
        g_test_skip("no bundle of the system");
        return;
    }
    list = hemo_certificate_list_new(hemo_slice(text, size), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->len, >, 50);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate-list/pem", test_pem);
    g_test_add_func("/certificate-list/der", test_der);
    g_test_add_func("/certificate-list/damaged", test_damaged);
    g_test_add_func("/certificate-list/none", test_none);
    g_test_add_func("/certificate-list/system-bundle", test_system_bundle);
    return g_test_run();
}
