/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-field-scan.h"

static void
test_fields(void)
{
    HemoSlice rest = hemo_slice_text("From someone Mon Jan  1 00:00:00 2024\n"
                                     "Received: a\r\n\tb\r\n"
                                     "nonsense without a colon\n"
                                     "subject :x\n"
                                     "\n"
                                     "Received: of the body\n");
    HemoSlice name, body;

    g_assert_true(hemo_field_scan_next(&rest, &name, &body));
    g_assert_true(hemo_slice_equal(name, hemo_slice_text("Received")));
    g_assert_true(hemo_slice_equal(body, hemo_slice_text(" a\r\n\tb")));
    g_assert_true(hemo_field_scan_next(&rest, &name, &body));
    g_assert_true(hemo_slice_equal_nocase(name, "Subject"));
    g_assert_true(hemo_slice_equal(body, hemo_slice_text("x")));
    g_assert_false(hemo_field_scan_next(&rest, &name, &body));
}

static void
test_find(void)
{
    HemoSlice block = hemo_slice_text("A: 1\nb:  two \nB: 3\n\nC: 4\n"), body;

    g_assert_true(hemo_field_scan_find(block, "B", &body));
    g_assert_true(hemo_slice_equal(body, hemo_slice_text("two")));
    g_assert_false(hemo_field_scan_find(block, "C", &body));
    g_assert_false(hemo_field_scan_find(HEMO_SLICE_EMPTY, "A", &body));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/field-scan/fields", test_fields);
    g_test_add_func("/field-scan/find", test_find);
    return g_test_run();
}
