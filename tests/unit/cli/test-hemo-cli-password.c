/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-password.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#include <string.h>

/* There is no agent here. */
static const RunVerbRow rows[] = {
    {{"password"}, HEMO_CLI_USAGE, NULL, "hemostat: --account is needed\n"},
    {{"password", "--account"}, HEMO_CLI_USAGE, NULL, "hemostat: *--account\n"},
    {{"password", "--account", "c", "correct horse"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: only options are expected here\n"},
    {{"password", "--account", "c"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
};

static void
test_rows(void)
{
    run_verb_check(hemo_cli_password, rows, G_N_ELEMENTS(rows));
}

static void
test_never_shown(void)
{
    const char *const words[] = {"password", "--json", "--account", "c", NULL};
    g_auto(RunVerb) run = run_verb(hemo_cli_password, "correct horse\n", words);

    g_assert_cmpint(run.status, ==, HEMO_CLI_HELD);
    g_assert_cmpstr(run.out, ==, "");
    g_assert_null(strstr(run.said, "horse"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-password/rows", test_rows);
    g_test_add_func("/cli-password/never-shown", test_never_shown);
    return g_test_run();
}
