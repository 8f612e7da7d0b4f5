/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-names.h"

static const HemoName table[] = {{1, "one"}, {2, "two"}, {0, NULL}};

static void
test_both_ways(void)
{
    g_assert_cmpstr(hemo_names_find(table, 2), ==, "two");
    g_assert_null(hemo_names_find(table, 0));
    g_assert_null(hemo_names_find(table, 3));
    g_assert_cmpint(hemo_names_value(table, "one", 0), ==, 1);
    g_assert_cmpint(hemo_names_value(table, "One", 0), ==, 0);
    g_assert_cmpint(hemo_names_value(table, NULL, -1), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/names/both-ways", test_both_ways);
    return g_test_run();
}
