/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-agent.h"

#include "doctor-scene.h"

static void
examine(HemoCliCheck *checks,
        const HemoCliClaws *claws,
        const HemoCliSettings *settings,
        const GError *fault)
{
    hemo_cli_doctor_agent_run(checks, settings, NULL, fault);
}

static int
run(int argc, char **argv)
{
    return doctor_scene_run(examine, argv);
}

/* Here the reader is there, and the agent is not. */
static void
test_rows(void)
{
    static const RunVerbRow good[] = {
        {{"x"},
         HEMO_CLI_USAGE,
         "ok *; 1 account\nFAIL *installed?*as a whole\nok *can be read\n",
         NULL}};
    static const RunVerbRow none[] = {
        {{"x"}, HEMO_CLI_USAGE, "FAIL *no account*setup claws*\nFAIL *\nok *\n", NULL}};
    static const RunVerbRow bad[] = {
        {{"x"}, HEMO_CLI_USAGE, "FAIL *hots*all mail is held\nFAIL *\nok *\n", NULL}};

    doctor_scene_set_accounts("[account a]\naddresses=a@example.org\n");
    run_verb_check(run, good, 1);
    doctor_scene_set_accounts("");
    run_verb_check(run, none, 1);
    doctor_scene_set_accounts("[account a]\nhots=x\n");
    run_verb_check(run, bad, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-agent/rows", test_rows);
    return g_test_run();
}
