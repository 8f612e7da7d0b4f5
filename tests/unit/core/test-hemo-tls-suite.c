/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-tls-suite.h"

static void
test_version(void)
{
    static const struct {
        const char *text, *version;
    } ROWS[] = {
        {"TLSv1.3", "TLSv1.3"},
        {"TLS1_3", "TLSv1.3"},
        {"Tls12", "TLSv1.2"},
        {"TLS-1.0", "TLSv1.0"},
        {"TLSv1", "TLSv1.0"},
        {"TLSv1/SSLv3", "ambiguous"},
        {"SSLv3", "SSLv3"},
        {"TLS", ""},
        {"TLS1_9", NULL},
        {"ESMTPS", NULL},
        {"TLS1_3@evil.test", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++)
        g_assert_cmpstr(hemo_tls_suite_version(hemo_slice_text(ROWS[i].text)),
                        ==,
                        ROWS[i].version);
}

static void
test_cipher(void)
{
    g_assert_true(hemo_tls_suite_is_cipher(hemo_slice_text("ECDHE-RSA-AES256-GCM-SHA384")));
    g_assert_true(hemo_tls_suite_is_cipher(hemo_slice_text("OTHER")));
    g_assert_false(hemo_tls_suite_is_cipher(hemo_slice_text("256")));
    g_assert_false(hemo_tls_suite_is_cipher(hemo_slice_text("a@b.example")));
    g_assert_false(hemo_tls_suite_is_cipher(HEMO_SLICE_EMPTY));
}

static void
test_strength(void)
{
    static const struct {
        const char *version, *cipher;
        guint bits;
        HemoTlsStrength strength;
    } ROWS[] = {
        {"TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, HEMO_TLS_STRENGTH_STRONG},
        {"TLSv1.2", NULL, 0, HEMO_TLS_STRENGTH_STRONG},
        {"TLSv1.0", "AES256-SHA", 256, HEMO_TLS_STRENGTH_WEAK},
        {"SSLv3", NULL, 0, HEMO_TLS_STRENGTH_WEAK},
        {NULL, NULL, 0, HEMO_TLS_STRENGTH_UNKNOWN},
        {"ambiguous", "AES256-GCM-SHA384", 256, HEMO_TLS_STRENGTH_STRONG},
        {"ambiguous", "AES256-SHA", 256, HEMO_TLS_STRENGTH_UNKNOWN},
        {"TLSv1.2", "RC4-MD5", 128, HEMO_TLS_STRENGTH_WEAK},
        {"TLSv1.2", "DES-CBC3-SHA", 168, HEMO_TLS_STRENGTH_WEAK},
        {"TLSv1.2", "ADH-AES256-GCM-SHA384", 256, HEMO_TLS_STRENGTH_WEAK},
        {"TLSv1.2", "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", 256, HEMO_TLS_STRENGTH_WEAK},
        {"TLSv1.2", "AES128-SHA", 56, HEMO_TLS_STRENGTH_WEAK},
        {"", "RSA_AES_256_CBC_SHA1", 32, HEMO_TLS_STRENGTH_UNKNOWN},
        {"", "ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_CBC", 256, HEMO_TLS_STRENGTH_UNKNOWN},
        {"", "ECDHE-RSA-AES256-SHA384", 256, HEMO_TLS_STRENGTH_STRONG},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++)
        g_assert_cmpint(hemo_tls_suite_strength(ROWS[i].version,
                                                hemo_slice_text(ROWS[i].cipher),
                                                ROWS[i].bits),
                        ==,
                        ROWS[i].strength);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/suite/version", test_version);
    g_test_add_func("/suite/cipher", test_cipher);
    g_test_add_func("/suite/strength", test_strength);
    return g_test_run();
}
