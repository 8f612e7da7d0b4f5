/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-question.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static int
ask(int argc, char **argv)
{
    return hemo_cli_question_ask("Shall it go?") || hemo_cli_question_type("Type it", "leave")
               ? HEMO_CLI_GOOD
               : HEMO_CLI_HELD;
}

/* What is piped in is no person. */
static void
test_no_terminal(void)
{
    static const char *const words[] = {"x", NULL};
    g_auto(RunVerb) run = run_verb(ask, "y\nleave\n", words);

    g_assert_cmpint(run.status, ==, HEMO_CLI_HELD);
    g_assert_cmpstr(run.out, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-question/no-terminal", test_no_terminal);
    return g_test_run();
}
