/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor.h"

#include "claws-home.h"
#include "hemo-cli-output.h"

/* Everything at once, where there is no agent. */
static void
test_rows(void)
{
    const char *home = claws_home_make("doctor", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const char *empty = claws_home_make("nothing", NULL, NULL);
    const RunVerbRow rows[] = {
        {{"doctor", "--json", "--home", home, "--plugin", "/nowhere/hemostat.so"},
         HEMO_CLI_USAGE,
         "{\"check\":\"settings\",*\"status\":\"FAIL\"*}\n{\"check\":\"agent\",*\"FAIL\"*}\n"
         "{\"check\":\"reader\",*\"ok\"*}\n*{\"check\":\"add-on\",*\"FAIL\"*}\n"
         "*{\"check\":\"smtp\",*}\n{\"check\":\"imap\",*}\n",
         NULL},
        {{"doctor", "--home", empty}, HEMO_CLI_USAGE, "*warn *start it once*", NULL},
        {{"doctor", "more"}, HEMO_CLI_USAGE, NULL, "*only options*"},
    };

    run_verb_check(hemo_cli_doctor, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor/rows", test_rows);
    return g_test_run();
}
