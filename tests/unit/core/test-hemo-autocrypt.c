/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-autocrypt.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#define KEY "keydata=mDMEaGVsbG8=" /* 98 33 04 "hello" */

static void
test_good(void)
{
    static const struct {
        const char *body;
        gboolean mutual;
    } rows[] = {
        {"addr=ana@example.org; " KEY, FALSE},
        {"addr=Ana@Example.org; prefer-encrypt=mutual; " KEY, TRUE},
        {" addr=ana@example.org; prefer-encrypt=nopreference;\r\n " KEY "\r\n", FALSE},
        {"addr=ana@example.org; keydata=mDME\r\n aGVs\r\n\tbG8=", FALSE},
        {"addr=ana@example.org; _newer=yes; _x=; " KEY, FALSE},
        {"prefer-encrypt=mutual;" KEY ";addr=ana@example.org;", TRUE},
        {"addr = ana@example.org ; keydata = mDMEaGVsbG8= ;", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoAutocrypt) autocrypt =
            hemo_autocrypt_parse(hemo_slice_text(rows[i].body), &error);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_no_error(error);
        g_assert_cmpstr(autocrypt->address, ==, "ana@example.org");
        g_assert_cmpint(autocrypt->mutual, ==, rows[i].mutual);
        g_assert_true(hemo_slice_equal(hemo_slice_bytes(autocrypt->key),
                                       hemo_slice_text("\x98\x33\x04hello")));
    }
}

static void
test_bad(void)
{
    static const char *const rows[] = {
        "",
        ";",
        "addr=ana@example.org",
        KEY,
        "addr=; " KEY,
        "addr=ana; " KEY,
        "addr=Ana <ana@example.org>; " KEY,
        "addr=ana@example.org, bo@example.org; " KEY,
        "addr=ana@example.org; addr=bo@example.org; " KEY,
        "addr=ana@example.org; " KEY "; " KEY,
        "addr=ana@example.org; type=1; " KEY, /* unknown, and it would matter */
        "addr=ana@example.org; ; " KEY,
        "addr=ana@example.org; x; " KEY,
        "addr=ana@example.org; =x; " KEY,
        "addr=ana@example.org; keydata=",
        "addr=ana@example.org; keydata=====",
        "addr=ana@example.org; keydata=mDMEaGVsbG8", /* cut off */
        "addr=ana@example.org; keydata=mDME=aGVsbG8",
        "addr=ana@example.org; keydata=mDME-GVsbG8=",
        "addr=ana@example.org; keydata=mDMEaGVsbG8=\" x",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_null(hemo_autocrypt_parse(hemo_slice_text(rows[i]), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
    g_assert_null(
        hemo_autocrypt_parse(hemo_slice("addr=ana@example.org\0.net; " KEY, 47), NULL));
}

/* @size: of the key. */
static gboolean
parses(gsize size)
{
    g_autofree guchar *key = g_malloc0(size);
    g_autofree char *text = g_base64_encode(key, size);
    g_autofree char *body = g_strconcat("addr=ana@example.org; keydata=", text, NULL);
    g_autoptr(HemoAutocrypt) autocrypt = hemo_autocrypt_parse(hemo_slice_text(body), NULL);

    return autocrypt != NULL;
}

static void
test_size(void)
{
    g_assert_true(parses(HEMO_LIMIT_KEY));
    g_assert_false(parses(HEMO_LIMIT_KEY + 1));
    g_assert_false(parses(2 * HEMO_LIMIT_KEY));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/autocrypt/good", test_good);
    g_test_add_func("/autocrypt/bad", test_bad);
    g_test_add_func("/autocrypt/size", test_size);
    return g_test_run();
}
