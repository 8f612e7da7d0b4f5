/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-html-entities.h"

static void
test_names(void)
{
    static const struct {
        const char *name;
        gunichar character;
    } cases[] = {
        {"AElig", 0xc6},
        {"zwnj", 0x200c},
        {"amp", '&'},
        {"eacute", 0xe9},
        {"Eacute", 0xc9},
        {"thetasym", 0x3d1},
        {"euro", 0x20ac},
        {"apos", '\''},
        {"nosuch", 0},
        {"", 0},
        {"am", 0},
        {"toolongname", 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpuint(hemo_html_entities_find(hemo_slice_text(cases[i].name)),
                         ==,
                         cases[i].character);
}

static void
test_numbers(void)
{
    g_assert_cmpuint(hemo_html_entities_number('a'), ==, 'a');
    g_assert_cmpuint(hemo_html_entities_number(0x80), ==, 0x20ac);
    g_assert_cmpuint(hemo_html_entities_number(0x81), ==, 0xfffd);
    g_assert_cmpuint(hemo_html_entities_number(0xa0), ==, 0xa0);
    g_assert_cmpuint(hemo_html_entities_number(0), ==, 0xfffd);
    g_assert_cmpuint(hemo_html_entities_number(0xdfff), ==, 0xfffd);
    g_assert_cmpuint(hemo_html_entities_number(0x10ffff), ==, 0x10ffff);
    g_assert_cmpuint(hemo_html_entities_number(0x110000), ==, 0xfffd);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/html-entities/names", test_names);
    g_test_add_func("/html-entities/numbers", test_numbers);
    return g_test_run();
}
