/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-part-seal.h"

#define BEGIN "-----BEGIN PGP MESSAGE-----\n"
#define END   "-----END PGP MESSAGE-----\n"

static void
test_openpgp(void)
{
    static const struct {
        const char *content;
        gboolean is_sealed;
    } cases[] = {
        {BEGIN "\nhQEMA0abcd+/\n=AbCd\n" END, TRUE},
        {"\r\n" BEGIN "Version: 1\nComment: x\n\nhQEM\n" END "\n\n", TRUE},
        {BEGIN "\nhQEMA0abcd+/\n", FALSE},
        {BEGIN "\nMr Lee was seen today\n" END, FALSE},
        {BEGIN "\nhQEM\n" END "see you\n", FALSE},
        {"see:\n" BEGIN "\nhQEM\n" END, FALSE},
        {"-----BEGIN PGP SIGNATURE-----\n\nhQEM\n-----END PGP SIGNATURE-----\n", FALSE},
        {"", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hemo_part_seal_is_openpgp(hemo_slice_text(cases[i].content)),
                        ==,
                        cases[i].is_sealed);
}

static void
test_smime(void)
{
    static const guint8 enveloped[] =
        "\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03";
    static const guint8 endless[] = "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03";
    static const guint8 authenticated[] =
        "\x30\x82\x01\x00\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17";
    static const guint8 is_signed[] =
        "\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";

    g_assert_true(hemo_part_seal_is_smime(hemo_slice(enveloped, sizeof enveloped - 1)));
    g_assert_true(hemo_part_seal_is_smime(hemo_slice(endless, sizeof endless - 1)));
    g_assert_true(hemo_part_seal_is_smime(hemo_slice(authenticated, sizeof authenticated - 1)));
    g_assert_false(hemo_part_seal_is_smime(hemo_slice(is_signed, sizeof is_signed - 1)));
    for (gsize i = 0; i < sizeof enveloped - 1; i++)
        g_assert_false(hemo_part_seal_is_smime(hemo_slice(enveloped, i)));
    g_assert_true(hemo_part_seal_is_signature(hemo_slice(is_signed, sizeof is_signed - 1)));
    g_assert_false(hemo_part_seal_is_signature(hemo_slice(enveloped, sizeof enveloped - 1)));
}

static void
test_signature(void)
{
    static const char *const good[] = {
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=AbCd\n-----END PGP SIGNATURE-----\n",
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n-----END PGP PUBLIC KEY BLOCK-----\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(good); i++)
        g_assert_true(hemo_part_seal_is_signature(hemo_slice_text(good[i])));
    g_assert_false(hemo_part_seal_is_signature(hemo_slice_text("Mr Lee, 555-0100")));
    g_assert_false(hemo_part_seal_is_signature(HEMO_SLICE_EMPTY));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/part-seal/openpgp", test_openpgp);
    g_test_add_func("/part-seal/smime", test_smime);
    g_test_add_func("/part-seal/signature", test_signature);
    return g_test_run();
}
