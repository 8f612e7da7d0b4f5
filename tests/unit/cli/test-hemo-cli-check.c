/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-check.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static int
add_three(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(argc > 1);

    hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "one", "", "all is well", "");
    g_assert_false(hemo_cli_check_has_doubt(checks));
    hemo_cli_check_add(checks,
                       HEMO_CLI_CHECK_WARN,
                       "two",
                       "Clinic\x1b",
                       "not quite",
                       "Mend it");
    g_assert_true(hemo_cli_check_has_doubt(checks));
    g_assert_false(hemo_cli_check_has_failed(checks));
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, "three", "", "broken?", "Mend it");
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "four", "", "well", "");
    g_assert_true(hemo_cli_check_has_failed(checks));
    return HEMO_CLI_GOOD;
}

static const RunVerbRow rows[] = {
    {{"words"},
     HEMO_CLI_GOOD,
     "ok    all is well\nwarn  Clinic?: not quite. Mend it\nFAIL  broken? Mend it\nok    "
     "well\n",
     NULL},
    {{"json", "x"},
     HEMO_CLI_GOOD,
     "{\"check\":\"one\",\"about\":\"\",\"status\":\"ok\",\"words\":\"all is "
     "well\",\"remedy\":\"\"}"
     "\n{*\"warn\"*\"remedy\":\"Mend it\"}\n{*\"FAIL\"*}\n{*}\n",
     NULL},
};

static void
test_rows(void)
{
    run_verb_check(add_three, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-check/rows", test_rows);
    return g_test_run();
}
