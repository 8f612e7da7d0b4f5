/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-part-text.h"

#include <gmime/gmime.h>
#include <string.h>

typedef struct {
    const char *bytes;
    gsize size;
    const char *charset;
    const char *text;
    gboolean is_exact;
} Case;

#define BYTES(text) text, sizeof(text) - 1

static const Case cases[] = {
    {BYTES(""), NULL, "", TRUE},
    {BYTES("a\r\nb\rc\n"), NULL, "a\nb\nc\n", TRUE},
    {BYTES("caf\303\251"), NULL, "caf\303\251", TRUE},
    {BYTES("caf\303\251"), "us-ascii", "caf\303\251", TRUE},
    {BYTES("caf\351 \200"), NULL, "caf\303\251 \342\202\254", TRUE},
    {BYTES("caf\351"), "ISO-8859-1", "caf\303\251", TRUE},
    {BYTES("\200"), "windows-1252", "\342\202\254", TRUE},
    {BYTES("\200"), "cp1252", "\342\202\254", TRUE},
    {BYTES("\317\360\350"), "windows-1251", "\320\237\321\200\320\270", TRUE},
    {BYTES("\033$B$\"\033(B"), "iso-2022-jp", "\343\201\202", TRUE},
    {BYTES("+AOk-"), "unicode-1-1-utf-7", "\303\251", TRUE},
    {BYTES("\377\376a\0b\0"), NULL, "ab", TRUE},
    {BYTES("\376\377\0a\0b"), NULL, "ab", TRUE},
    {BYTES("\357\273\277ab"), "utf-8", "ab", TRUE},
    {BYTES("A\0n\0a\0"), "utf-16le", "Ana", TRUE},
    {BYTES("\102\060"), "utf-16le", "B0", FALSE}, /* words under a wrong name */
    {BYTES("Mrs. Penfold"), "UTF-16", "Mrs. Penfold", FALSE},
    {BYTES("Mrs. Penfold"), "ucs-2", "Mrs. Penfold", FALSE},
    /* What cannot be read exactly is read as well as can be. */
    {BYTES("a\201b"), NULL, "a\357\277\275b", FALSE},
    {BYTES("caf\351"), "utf-8", "caf\303\251", FALSE},
    {BYTES("Ana"), "x-no-such-set", "Ana", FALSE},
    {BYTES("Ana"), "utf-8//IGNORE", "Ana", FALSE},
    {BYTES("Ana"), "", "Ana", FALSE},
    {BYTES("A\0na"), NULL, "A na", FALSE},
    {BYTES("\033$B$"), "iso-2022-jp", "\357\277\275", FALSE},
};

static void
test_decode(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_exact;
        g_autoptr(HemoSecret) text =
            hemo_part_text_decode(hemo_slice(cases[i].bytes, cases[i].size),
                                  cases[i].charset,
                                  &is_exact);

        g_assert_cmpstr(hemo_secret_text(text), ==, cases[i].text);
        g_assert_cmpint(is_exact, ==, cases[i].is_exact);
        g_assert_true(
            g_utf8_validate(hemo_secret_text(text), (gssize)hemo_secret_size(text), NULL));
    }
}

/* Longer than any inner piece, with a character across every border. */
static void
test_long(void)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_autoptr(HemoSecret) text = NULL;
    gboolean is_exact;

    for (guint i = 0; i < 100000; i++)
        g_string_append(bytes, "\351");
    text = hemo_part_text_decode(hemo_slice(bytes->str, bytes->len), "iso-8859-1", &is_exact);
    g_assert_true(is_exact);
    g_assert_cmpuint(hemo_secret_size(text), ==, 200000);
}

static void
test_seen(void)
{
    static const struct {
        const char *text;
        const char *seen;
    } seen_cases[] = {
        {"", ""},
        {"Ana", "Ana"},
        {"Harriet\302\240Penfold\342\200\257x", "Harriet Penfold x"},
        {"Pen\302\255fo\342\200\213ld\357\273\277", "Penfold"},
        {"\342\200\252555-0117\342\200\254", "555-0117"},
        {"caf\303\251 \342\202\254 \302\265 \343\201\202",
         "caf\303\251 \342\202\254 \302\265 \343\201\202"},
        {"a\302", "a\302"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(seen_cases); i++) {
        HemoSecret *text = hemo_secret_new_copy(hemo_slice_text(seen_cases[i].text));
        g_autoptr(HemoSecret) seen = hemo_part_text_seen(text);

        g_assert_cmpstr(hemo_secret_text(seen), ==, seen_cases[i].seen);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/part-text/decode", test_decode);
    g_test_add_func("/part-text/seen", test_seen);
    g_test_add_func("/part-text/long", test_long);
    return g_test_run();
}
