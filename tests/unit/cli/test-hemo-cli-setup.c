/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup.h"

#include "claws-home.h"
#include "hemo-cli-output.h"

static void
test_rows(void)
{
    const char *home = claws_home_make("rows", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const char *empty = claws_home_make("none", NULL, NULL);
    const RunVerbRow rows[] = {
        {{"setup"}, HEMO_CLI_USAGE, NULL, "*setup claws*"},
        {{"setup", "outlook"}, HEMO_CLI_USAGE, NULL, "*setup claws*"},
        {{"setup", "claws", "--home", empty}, HEMO_CLI_UNREADABLE, NULL, "*start it once*"},
        /* nothing is written that nobody agreed to */
        {{"setup", "claws", "--home", home, "--plugin", "/dev/null/x.so"},
         HEMO_CLI_USAGE,
         "*FAIL*--yes*FAIL*not installed*",
         NULL},
    };
    g_autofree char *clawsrc = NULL;

    run_verb_check(hemo_cli_setup, rows, G_N_ELEMENTS(rows));
    clawsrc = claws_home_read(home, "clawsrc");
    g_assert_cmpstr(clawsrc, ==, CLAWS_HOME_SETTINGS);
}

/* The second run has nothing left to do. */
static void
test_twice(void)
{
    const char *home = claws_home_make("twice", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const char *plugin = claws_home_plugin();
    const RunVerbRow rows[] = {
        {{"setup", "claws", "--yes", "--home", home, "--plugin", plugin},
         HEMO_CLI_GOOD,
         "*written*written*in the clear*",
         NULL},
        {{"setup", "claws", "--json", "--home", home, "--plugin", plugin},
         HEMO_CLI_GOOD,
         "{\"check\":\"accounts\"*\"ok\"*}\n{\"check\":\"add-on\"*\"ok\"*}\n*",
         NULL},
    };

    run_verb_check(hemo_cli_setup, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup/rows", test_rows);
    g_test_add_func("/cli-setup/twice", test_twice);
    return g_test_run();
}
