/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-forward-words.h"

static void
test_rows(void)
{
    static const struct {
        HemoForwardKind kind;
        HemoLevel level;
        gboolean ready;
        const char *words;
    } rows[] = {
        {HEMO_FORWARD_ADDRESS, HEMO_LEVEL_VERIFIED, TRUE, "found"},
        {HEMO_FORWARD_ADDRESS, HEMO_LEVEL_AUTHENTICATED, TRUE, "found"},
        {HEMO_FORWARD_ADDRESS, HEMO_LEVEL_ENCRYPTED, FALSE, "found"},
        {HEMO_FORWARD_ADDRESS, HEMO_LEVEL_CONFLICT, FALSE, "found"},
        {HEMO_FORWARD_ADDRESS, HEMO_LEVEL_INVALID, FALSE, "*nobody*"},
        {HEMO_FORWARD_LOCAL, HEMO_LEVEL_INVALID, TRUE, "*stays*"},
        {HEMO_FORWARD_PROGRAM, HEMO_LEVEL_INVALID, FALSE, "*program*"},
        {HEMO_FORWARD_INCLUDE, HEMO_LEVEL_INVALID, FALSE, "*file*"},
        {HEMO_FORWARD_VARIABLE, HEMO_LEVEL_INVALID, FALSE, "*when*"},
        {HEMO_FORWARD_UNREADABLE, HEMO_LEVEL_INVALID, FALSE, "*nobody*"},
    };
    HemoForwardTarget target = {.address = (char *)"x", .domain = (char *)""};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoCliNetFinding finding = {rows[i].level, (char *)"found"};

        target.kind = rows[i].kind;
        g_assert_cmpint(hemo_cli_forward_words_is_ready(&target, &finding), ==, rows[i].ready);
        g_assert_true(g_pattern_match_simple(rows[i].words,
                                             hemo_cli_forward_words_find(&target, &finding)));
    }
    target.kind = HEMO_FORWARD_ADDRESS;
    g_assert_false(hemo_cli_forward_words_is_ready(&target, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-forward-words/rows", test_rows);
    return g_test_run();
}
