/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-limits.h"
#include "show-targets.h"

static void
parse_list(GPtrArray *targets, HemoSlice text)
{
    hemo_forward_target_add_list(targets, 1, text);
}

static const ShowTargetsRow rows[] = {
    {"a@example.org", "1a a@example.org\n"},
    {" Ana Ruiz <ana@EXAMPLE.org> ,, b@example.net", "1a ana@example.org\n1a b@example.net\n"},
    {"\"Ruiz, Ana <x@example.com>\" <ana@example.org>", "1a ana@example.org\n"},
    {"(Ana) a@example.org, b@example.net (B)", "1a a@example.org\n1a b@example.net\n"},
    {"nobody, <>, a@b>, <<a@example.org>", "1? nobody\n1? \n1? a@b>\n1a a@example.org\n"},
    {"a@[192.0.2.1]", "1? a@[192.0.2.1]\n"},
    {"\xff", "1? \xef\xbf\xbd\n"},
};

static void
test_rows(void)
{
    show_targets_check(parse_list, rows, G_N_ELEMENTS(rows));
}

/* A stranger's file decides neither how many there are nor how long one is. */
static void
test_limits(void)
{
    g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(hemo_forward_target_free);
    g_autofree char *longest = g_strnfill(10000, 'x');

    for (guint i = 0; i < HEMO_LIMIT_FORWARDS + 100; i++)
        hemo_forward_target_add_mailbox(targets, 1, hemo_slice_text("a@example.org"), FALSE);
    g_assert_cmpuint(targets->len, ==, HEMO_LIMIT_FORWARDS + 1);
    g_ptr_array_set_size(targets, 0);
    hemo_forward_target_add_mailbox(targets, 1, hemo_slice_text(longest), TRUE);
    g_assert_cmpuint(strlen(((HemoForwardTarget *)targets->pdata[0])->address), ==, 200);
    g_assert_cmpint(((HemoForwardTarget *)targets->pdata[0])->kind,
                    ==,
                    HEMO_FORWARD_UNREADABLE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-target/rows", test_rows);
    g_test_add_func("/forward-target/limits", test_limits);
    return g_test_run();
}
