/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-values.h"

#include "hemo-error.h"

static const HemoValuesKey keys[] = {
    {"from", "s", 10},
    {"to", "as", 0},
    {"port", "q", 0},
};

/* Nothing is passed over: neither a name nor a type that is not known. */
static void
test_check(void)
{
    static const struct {
        const char *values;
        gboolean fine;
    } rows[] = {
        {"@a{sv} {}", TRUE},
        {"{'from': <'0123456789'>, 'to': <['a', 'b']>, 'port': <uint16 25>}", TRUE},
        {"{'from': <'01234567890'>}", FALSE},
        {"{'from': <['a']>}", FALSE},
        {"{'to': <'a'>}", FALSE},
        {"{'port': <25>}", FALSE},
        {"{'from': <'a'>, 'From': <'b'>}", FALSE},
        {"{'subject': <'a'>}", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) values = g_variant_ref_sink(g_variant_new_parsed(rows[i].values));
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(hemo_values_check(values, keys, G_N_ELEMENTS(keys), &error),
                        ==,
                        rows[i].fine);
        if (rows[i].fine)
            g_assert_no_error(error);
        else
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/values/check", test_check);
    return g_test_run();
}
