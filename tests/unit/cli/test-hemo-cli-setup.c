/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup.h"

#include "claws-home.h"
#include "hemo-cli-output.h"
#include "thunderbird-home.h"

static void
test_rows(void)
{
    const char *home = claws_home_make("rows", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const char *empty = claws_home_make("none", NULL, NULL);
    const RunVerbRow rows[] = {
        {{"setup"}, HEMO_CLI_USAGE, NULL, "*setup claws*setup thunderbird*"},
        {{"setup", "outlook"}, HEMO_CLI_USAGE, NULL, "*setup claws*setup thunderbird*"},
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

/* The same for Thunderbird: nothing without consent, and nothing twice. */
static void
test_thunderbird(void)
{
    const char *home =
        thunderbird_home_make("bird", THUNDERBIRD_HOME_PREFS THUNDERBIRD_HOME_LOCAL, NULL);
    const char *empty = thunderbird_home_make("no-bird", NULL, NULL);
    const char *plugin = run_verb_file("x.xpi", "packed");
    g_autofree char *root = g_build_filename(home, "root", NULL);
    const RunVerbRow rows[] = {
        {{"setup", "thunderbird", "--home", empty},
         HEMO_CLI_UNREADABLE,
         NULL,
         "*start it once*"},
        {{"setup", "thunderbird", "--home", home, "--root", root, "--plugin", plugin},
         HEMO_CLI_USAGE,
         "ok *same as Thunderbird*FAIL*--yes*FAIL*--yes*warn*--yes*",
         NULL},
        {{"setup", "thunderbird", "--yes", "--home", home, "--root", root, "--plugin", plugin},
         HEMO_CLI_GOOD,
         "*json: written*xpi: written*user.js: written*in the clear*",
         NULL},
        {{"setup", "thunderbird", "--home", home, "--root", root, "--plugin", plugin},
         HEMO_CLI_GOOD,
         "ok *same as Thunderbird\nok *finds*\nok *starts next\nok *as Hemostat needs them\n*",
         NULL},
        {{"setup", "thunderbird", "--undo", "--yes", "--home", home, "--root", root},
         HEMO_CLI_GOOD,
         "*user.js: taken out*xpi: taken out*json: taken out*in the clear*",
         NULL},
    };
    g_autofree char *prefs = NULL;

    run_verb_check(hemo_cli_setup, rows, G_N_ELEMENTS(rows));
    prefs = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/prefs.js");
    g_assert_cmpstr(prefs, ==, THUNDERBIRD_HOME_PREFS THUNDERBIRD_HOME_LOCAL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    thunderbird_home_program();
    g_test_add_func("/cli-setup/rows", test_rows);
    g_test_add_func("/cli-setup/twice", test_twice);
    g_test_add_func("/cli-setup/thunderbird", test_thunderbird);
    return g_test_run();
}
