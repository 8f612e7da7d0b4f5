/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-leave-keys.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static int
run(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);

    return hemo_cli_leave_keys_run(checks, argv[1], FALSE) ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

static void
test_no_agent(void)
{
    static const RunVerbRow row = {{"x", "/nowhere"}, HEMO_CLI_HELD, "FAIL *Hemostat*", NULL};

    run_verb_check(run, &row, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-leave-keys/no-agent", test_no_agent);
    return g_test_run();
}
