/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-charsets.h"

/* With them held open, a set can be opened again while no file can be. */
static void
test_open(void)
{
    g_autoptr(HemoCharsets) charsets = hemo_charsets_open();
    GIConv converter = g_iconv_open("UTF-8", "windows-1251");
    g_autofree char *text = g_convert("\317", 1, "UTF-8", "windows-1251", NULL, NULL, NULL);

    g_assert_nonnull(charsets);
    g_assert_true(converter != (GIConv)-1);
    g_assert_cmpstr(text, ==, "\320\237");
    g_iconv_close(converter);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charsets/open", test_open);
    return g_test_run();
}
