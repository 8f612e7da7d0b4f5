/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-level.h"

static void
test_names_cover_all(void)
{
    for (int i = HEMO_LEVEL_INVALID + 1; i < HEMO_N_LEVELS; i++) {
        const char *name = hemo_names_find(hemo_level_names, i);

        g_assert_nonnull(name);
        g_assert_cmpint(hemo_names_value(hemo_level_names, name, HEMO_LEVEL_INVALID), ==, i);
    }
    g_assert_null(hemo_names_find(hemo_level_names, HEMO_LEVEL_INVALID));
    g_assert_null(hemo_names_find(hemo_route_names, HEMO_ROUTE_INVALID));
    g_assert_cmpstr(hemo_names_find(hemo_route_names, HEMO_ROUTE_R2), ==, "R2");
}

static void
test_order(void)
{
    g_assert_cmpint(HEMO_LEVEL_VERIFIED, >, HEMO_LEVEL_AUTHENTICATED);
    g_assert_cmpint(HEMO_LEVEL_ENCRYPTED, >, HEMO_LEVEL_KNOWN);
    g_assert_cmpint(HEMO_LEVEL_CONFLICT, <, HEMO_LEVEL_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/level/names-cover-all", test_names_cover_all);
    g_test_add_func("/level/order", test_order);
    return g_test_run();
}
