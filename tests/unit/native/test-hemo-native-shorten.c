/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-shorten.h"

static const struct {
    const char *whole;
    const char *wanted;
} rows[] = {
    {"{'a': <'b'>}", "{'a': <'b'>}"},
    {"{'reasons': <['1', '2', '3']>}", "{'reasons': <['1', '2']>}"},
    {"{'reasons': <['1']>}", "{'reasons': <['1']>}"},
    {"{'reasons': <'all of them'>}", "{'reasons': <'all of them'>}"},
    {"{'recipients': <['a', 'b', 'c']>}", "{'recipients': <['a', 'b', 'c']>}"},
    {"{'details': <{'recipients': <[{'address': <'a'>, 'reasons': <['1', '2', '3']>}, "
     "{'address': <'b'>, 'reasons': <@as []>}]>}>}",
     "{'details': <{'recipients': <[{'address': <'a'>, 'reasons': <['1', '2']>}, "
     "{'address': <'b'>, 'reasons': <@as []>}]>}>}"},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) whole =
            g_variant_parse(G_VARIANT_TYPE_VARDICT, rows[i].whole, NULL, NULL, NULL);
        g_autoptr(GVariant) shorter = g_variant_ref_sink(hemo_native_shorten(whole));
        g_autofree char *text = g_variant_print(shorter, FALSE);

        g_assert_cmpstr(text, ==, rows[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-shorten/rows", test_rows);
    return g_test_run();
}
