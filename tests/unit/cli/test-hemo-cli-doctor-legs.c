/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-legs.h"

#include "doctor-scene.h"

static void
examine(HemoCliCheck *checks,
        const HemoCliClaws *claws,
        const HemoCliSettings *settings,
        const GError *fault)
{
    hemo_cli_doctor_legs_run(checks, claws != NULL ? claws->accounts : NULL, settings, NULL);
}

static int
run(int argc, char **argv)
{
    return doctor_scene_run(examine, argv);
}

/* Servers that answer are in tests/unit/net and tests/integration. */
static void
test_rows(void)
{
    const char *home = claws_home_make("legs",
                                       CLAWS_HOME_ACCOUNT
                                       "[Account: 2]\naccount_name=Old\nprotocol=0\n"
                                       "receive_server=localhost\nset_popport=1\npop_port=1\n",
                                       CLAWS_HOME_SETTINGS);
    const RunVerbRow both[] = {
        {{"x", home},
         HEMO_CLI_USAGE,
         "FAIL  Clinic, localhost:1: *reached*\nFAIL  Clinic, localhost:1: *reached*\n"
         "FAIL  Old, localhost:1: *not encrypted*\nFAIL  plain, localhost:1: *not encrypted*\n",
         NULL}};
    const RunVerbRow none[] = {{{"x"}, HEMO_CLI_GOOD, NULL, NULL}};

    /* the same server is tried once */
    doctor_scene_set_accounts("[account same]\naddresses=a@example.org\nhost=localhost\n"
                              "port=1\nsecurity=starttls\n[account plain]\n"
                              "addresses=b@example.org\nhost=localhost\nport=1\n"
                              "security=none\n");
    run_verb_check(run, both, 1);
    doctor_scene_set_accounts("");
    run_verb_check(run, none, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-legs/rows", test_rows);
    return g_test_run();
}
