/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which algorithms count, as a table; keys with them: test-hemo-openpgp-inspect.c.
 */
#include "hemo-openpgp-algorithm.h"

static void
test_keys(void)
{
    static const struct {
        gpgme_pubkey_algo_t algorithm;
        guint length;
        const char *curve;
        gboolean weak;
        gboolean may_sign;
        gboolean may_encrypt;
    } cases[] = {
        {GPGME_PK_RSA, 1024, NULL, TRUE, FALSE, FALSE},
        {GPGME_PK_RSA, 2047, NULL, TRUE, FALSE, FALSE},
        {GPGME_PK_RSA, 2048, NULL, FALSE, TRUE, TRUE},
        {GPGME_PK_RSA_E, 4096, NULL, FALSE, TRUE, TRUE},
        {GPGME_PK_DSA, 1024, NULL, TRUE, FALSE, FALSE},
        {GPGME_PK_DSA, 3072, NULL, FALSE, FALSE, FALSE},
        {GPGME_PK_ELG_E, 1024, NULL, TRUE, FALSE, FALSE},
        {GPGME_PK_ELG_E, 3072, NULL, FALSE, FALSE, FALSE},
        {GPGME_PK_ECDSA, 256, "nistp256", FALSE, TRUE, FALSE},
        {GPGME_PK_ECDH, 521, "nistp521", FALSE, FALSE, TRUE},
        {GPGME_PK_ECDH, 256, "brainpoolP256r1", FALSE, FALSE, FALSE},
        {GPGME_PK_ECDH, 255, "cv25519", FALSE, FALSE, FALSE},
        {GPGME_PK_ECDH, 256, NULL, FALSE, FALSE, FALSE},
        {GPGME_PK_EDDSA, 255, "ed25519", FALSE, TRUE, FALSE},
        {(gpgme_pubkey_algo_t)0, 0, NULL, FALSE, FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct _gpgme_subkey key = {.pubkey_algo = cases[i].algorithm,
                                    .length = cases[i].length,
                                    .curve = (char *)cases[i].curve};

        g_assert_cmpint(hemo_openpgp_algorithm_is_weak(&key), ==, cases[i].weak);
        g_assert_cmpint(hemo_openpgp_algorithm_may_sign(&key), ==, cases[i].may_sign);
        g_assert_cmpint(hemo_openpgp_algorithm_may_encrypt(&key), ==, cases[i].may_encrypt);
    }
}

static void
test_ciphers(void)
{
    for (guint64 number = 0; number < 16; number++) {
        g_assert_cmpint(hemo_openpgp_algorithm_cipher_is_strong(number),
                        ==,
                        number >= 7 && number <= 13);
        g_assert_cmpint(hemo_openpgp_algorithm_cipher_is_approved(number),
                        ==,
                        number >= 7 && number <= 9);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-algorithm/keys", test_keys);
    g_test_add_func("/openpgp-algorithm/ciphers", test_ciphers);
    return g_test_run();
}
