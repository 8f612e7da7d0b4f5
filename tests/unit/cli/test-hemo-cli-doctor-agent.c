/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-agent.h"

#include "doctor-scene.h"
#include "hemo-error.h"

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

/* Nobody installs Hemostat again because the keyring is missing. */
static void
test_remedies(void)
{
    static const struct {
        HemoError code;
        gboolean answered;
        const char *remedy;
    } rows[] = {
        {HEMO_ERROR_MISSING, FALSE, "Install Hemostat*"},
        {HEMO_ERROR_MISSING, TRUE, ""},
        {HEMO_ERROR_LOST, TRUE, "*keys.md*"},
        {HEMO_ERROR_LOCKED, TRUE, "Unlock the keyring*"},
        {HEMO_ERROR_CONFIG, TRUE, "Correct the settings*"},
        {HEMO_ERROR_UNREACHABLE, FALSE, "Log out*"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        hemo_error_set(&error, rows[i].code, "x");
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_true(
            g_pattern_match_simple(rows[i].remedy,
                                   hemo_cli_doctor_agent_remedy(error, rows[i].answered)));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-agent/rows", test_rows);
    g_test_add_func("/cli-doctor-agent/remedies", test_remedies);
    return g_test_run();
}
