/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pkcs7.h"

#include "hemo-error.h"
#include "sample-certificate.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>

/* A bag without a signature, as authorities hand them out. */
static PKCS7 *
make_bag(const Sample *first, const Sample *second)
{
    PKCS7 *bag = PKCS7_new();

    g_assert_true(PKCS7_set_type(bag, NID_pkcs7_signed) == 1 &&
                  PKCS7_content_new(bag, NID_pkcs7_data) == 1);
    PKCS7_set_detached(bag, 1);
    if (first != NULL)
        g_assert_true(PKCS7_add_certificate(bag, first->x509) == 1);
    if (second != NULL)
        g_assert_true(PKCS7_add_certificate(bag, second->x509) == 1);
    return bag;
}

static GBytes *
write_bag(PKCS7 *bag, gboolean pem)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *data = NULL;
    long size;
    GBytes *bytes;

    g_assert_true((pem ? PEM_write_bio_PKCS7(bio, bag) : i2d_PKCS7_bio(bio, bag)) == 1);
    size = BIO_get_mem_data(bio, &data);
    bytes = g_bytes_new(data, (gsize)size);
    BIO_free(bio);
    PKCS7_free(bag);
    return bytes;
}

static void
test_read(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(Sample) nora = sample_person(authority, "nora@example.com", NULL);

    for (int pem = 0; pem <= 1; pem++) {
        g_autoptr(GBytes) file = write_bag(make_bag(nora, authority), pem != 0);
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) list = hemo_pkcs7_certificates(hemo_slice_bytes(file), &error);

        g_assert_no_error(error);
        g_assert_cmpuint(list->len, ==, 2);
    }
}

static void
test_refused(void)
{
    static const char *const texts[] = {"",
                                        "-",
                                        "hello",
                                        "0\x82",
                                        "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n"};
    g_autoptr(GBytes) empty = write_bag(make_bag(NULL, NULL), FALSE);
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_pkcs7_certificates(hemo_slice_bytes(empty), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_clear_error(&error);
        g_assert_null(hemo_pkcs7_certificates(hemo_slice_text(texts[i]), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pkcs7/read", test_read);
    g_test_add_func("/pkcs7/refused", test_refused);
    return g_test_run();
}
