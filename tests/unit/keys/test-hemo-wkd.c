/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-wkd.h"

/* The first is the example of the specification. */
static void
test_hash(void)
{
    static const struct {
        const char *local;
        const char *hash;
    } rows[] = {
        {"Joe.Doe", "iy9q119eutrkn8s1mk4r39qejnbu3n5q"},
        {"joe.doe", "iy9q119eutrkn8s1mk4r39qejnbu3n5q"},
        {"ana.ruiz", "bn86g85y8otmwerqi97stro3utz86o4j"},
        {"a", "o556ep94wsu93ak7dzqmu4zk7e5zc37a"},
        {"o'neil+lab", "d358ufofpdia7cxnz8tiqhhat76x16ma"},
        {"1234567890123456789012345678901234567890123456789012345678901234",
         "ahkjb9brie6tuae1omp8qy3p58g5gced"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *hash = hemo_wkd_hash(rows[i].local);

        g_assert_cmpstr(hash, ==, rows[i].hash);
    }
}

static void
test_url(void)
{
    static const struct {
        const char *address;
        const char *advanced;
        const char *direct;
    } rows[] = {
        {"Joe.Doe@Example.ORG",
         "https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/"
         "iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe",
         "https://example.org/.well-known/openpgpkey/hu/"
         "iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe"},
        {"a+b&c#d@example.org",
         "https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/"
         "3kct465kaz4zg1tw5upsmunyobknuyf8?l=a%2Bb%26c%23d",
         "https://example.org/.well-known/openpgpkey/hu/"
         "3kct465kaz4zg1tw5upsmunyobknuyf8?l=a%2Bb%26c%23d"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoAddress) address = hemo_address_parse(rows[i].address, NULL);
        g_autofree char *advanced = hemo_wkd_url(address, TRUE);
        g_autofree char *direct = hemo_wkd_url(address, FALSE);

        g_assert_cmpstr(advanced, ==, rows[i].advanced);
        g_assert_cmpstr(direct, ==, rows[i].direct);
    }
}

static void
test_is_key(void)
{
    static const struct {
        const char *body;
        gboolean is_key;
    } rows[] = {
        {"\x99\x01\x0d\x04", TRUE}, /* old format, two bytes of length */
        {"\x98\x33\x04", TRUE},
        {"\xc6\x33\x04", TRUE}, /* new format */
        {"\x95\x01", FALSE},    /* a private key */
        {"\xc5\x01", FALSE},
        {"-----BEGIN PGP PUBLIC KEY BLOCK-----", FALSE},
        {"<!doctype html>", FALSE},
        {"", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_wkd_is_key(hemo_slice_text(rows[i].body)), ==, rows[i].is_key);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wkd/hash", test_hash);
    g_test_add_func("/wkd/url", test_url);
    g_test_add_func("/wkd/is-key", test_is_key);
    return g_test_run();
}
