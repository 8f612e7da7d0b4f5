/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-audit.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define SAY "hemostat: say \"audit show\" or \"audit verify\"\n"

/* There is no agent here. */
static const RunVerbRow rows[] = {
    {{"audit"}, HEMO_CLI_USAGE, NULL, SAY},
    {{"audit", "erase"}, HEMO_CLI_USAGE, NULL, SAY},
    {{"audit", "show", "verify"}, HEMO_CLI_USAGE, NULL, SAY},
    {{"audit", "show", "--from", "first"}, HEMO_CLI_USAGE, NULL, "hemostat: *first*\n"},
    {{"audit", "show"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
    {{"audit", "--json", "verify"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
};

static void
test_rows(void)
{
    run_verb_check(hemo_cli_audit, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-audit/rows", test_rows);
    return g_test_run();
}
