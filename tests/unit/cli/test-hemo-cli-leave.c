/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-leave.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#include <glib/gstdio.h>

static void
test_rows(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *out = g_build_filename(base, "out", NULL);
    g_autofree char *state = g_build_filename(base, "hemostat", NULL);
    const RunVerbRow rows[] = {
        {{"leave", "now"}, HEMO_CLI_USAGE, NULL, "hemostat: only options*"},
        /* nobody agreed */
        {{"leave", "--out", out},
         HEMO_CLI_USAGE,
         "This would be done*1. Write your own S/MIME*5. Wipe*",
         "hemostat: nothing was done*\n"},
        {{"leave", "--out", out, "--json"},
         HEMO_CLI_USAGE,
         "",
         "hemostat: nothing was done*\n"},
    };
    /* there is nothing of Hemostat here: an agent is not made for it */
    const RunVerbRow nothing = {
        {"leave", "--out", out, "--yes"},
        HEMO_CLI_GOOD,
        "This is done*nothing left to wipe*is left: *GnuPG*is left: *S/MIME*",
        NULL};
    /* there is, but no agent can be had: nothing is wiped */
    const RunVerbRow failed = {{"leave", "--out", out, "--yes"},
                               HEMO_CLI_USAGE,
                               "*FAIL *Hemostat*",
                               "hemostat: step 1 failed*nothing was wiped*\n"};
    g_autofree char *database = NULL;

    run_verb_check(hemo_cli_leave, rows, G_N_ELEMENTS(rows));
    g_assert_false(g_file_test(out, G_FILE_TEST_EXISTS));
    run_verb_check(hemo_cli_leave, &nothing, 1);
    g_assert_cmpint(g_mkdir_with_parents(state, 0700), ==, 0);
    database = g_strdup(run_verb_file("hemostat/state.sqlite", "x"));
    run_verb_check(hemo_cli_leave, &failed, 1);
    g_assert_true(g_file_test(database, G_FILE_TEST_EXISTS));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-leave/rows", test_rows);
    return g_test_run();
}
