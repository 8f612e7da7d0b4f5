/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-slice.h"

static void
test_bounds(void)
{
    HemoSlice slice = hemo_slice_text("hello");

    g_assert_cmpint(hemo_slice_at(slice, 4), ==, 'o');
    g_assert_cmpint(hemo_slice_at(slice, 5), ==, -1);
    g_assert_cmpuint(hemo_slice_sub(slice, 3, 100).size, ==, 2);
    g_assert_cmpuint(hemo_slice_sub(slice, 100, 1).size, ==, 0);
    g_assert_cmpuint(hemo_slice_sub(HEMO_SLICE_EMPTY, 1, 1).size, ==, 0);
    g_assert_cmpuint(hemo_slice_from(slice, G_MAXSIZE).size, ==, 0);
    g_assert_cmpuint(hemo_slice(NULL, 9).size, ==, 0);
}

static void
test_search(void)
{
    HemoSlice slice = hemo_slice_text("Content-Type: text");

    g_assert_cmpuint(hemo_slice_find(slice, ':'), ==, 12);
    g_assert_cmpuint(hemo_slice_find(slice, '#'), ==, slice.size);
    g_assert_cmpuint(hemo_slice_find_text(slice, "text"), ==, 14);
    g_assert_cmpuint(hemo_slice_find_text(slice, ""), ==, slice.size);
    g_assert_true(hemo_slice_has_prefix_nocase(slice, "content-TYPE"));
    g_assert_false(hemo_slice_has_prefix_nocase(slice, "content-type: text/plain"));
    g_assert_true(hemo_slice_equal_nocase(hemo_slice_sub(slice, 0, 7), "CONTENT"));
    g_assert_false(hemo_slice_equal_nocase(slice, "CONTENT"));
    g_assert_true(hemo_slice_equal(HEMO_SLICE_EMPTY, hemo_slice_text("")));
}

static void
test_lines(void)
{
    HemoSlice rest = hemo_slice_text("one\r\n\ntwo");
    HemoSlice line;
    guint lines = 0;

    while (hemo_slice_next_line(&rest, &line))
        lines++;
    g_assert_cmpuint(lines, ==, 3);
    g_assert_true(hemo_slice_equal(line, hemo_slice_text("two")));
}

static void
test_strip_and_dup(void)
{
    g_autofree char *copy = hemo_slice_dup(hemo_slice_strip(hemo_slice_text(" \t a b\r\n")));

    g_assert_cmpstr(copy, ==, "a b");
}

static void
test_bytes_and_hex(void)
{
    g_autoptr(GBytes) bytes = g_bytes_new("\x00\x0f\xff", 3);
    g_autofree char *hex = hemo_slice_hex(hemo_slice_bytes(bytes));
    g_autofree char *none = hemo_slice_hex(HEMO_SLICE_EMPTY);

    g_assert_cmpstr(hex, ==, "000fff");
    g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/slice/bounds", test_bounds);
    g_test_add_func("/slice/search", test_search);
    g_test_add_func("/slice/lines", test_lines);
    g_test_add_func("/slice/strip-and-dup", test_strip_and_dup);
    g_test_add_func("/slice/bytes-and-hex", test_bytes_and_hex);
    return g_test_run();
}
