/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-step.h"

#include "setup-scene.h"

static void
agree(const HemoCliSetupStep *step)
{
    hemo_cli_setup_step_show(step, "group", "key", NULL, "want");
    hemo_cli_setup_step_show(step, "group", "key", "now", "want");
    hemo_cli_setup_step_show(step, "group", "", NULL, "line");
    hemo_cli_output_line("%d %d",
                         hemo_cli_setup_step_ask(step, "May I?"),
                         hemo_cli_setup_step_ask_replace(step, "May I?"));
}

static int
run_agree(int argc, char **argv)
{
    return setup_scene_run(agree, argv);
}

static void
put(const HemoCliSetupStep *step)
{
    g_autoptr(HemoIniText) text = hemo_ini_text_new(hemo_slice_text("[a]\n"));
    g_autofree char *path = g_build_filename(step->claws->folder, "new", NULL);
    g_autofree char *below = g_build_filename(path, "below", NULL);

    hemo_cli_setup_step_write(step, "x", path, text);
    hemo_cli_setup_step_write(step, "x", below, text);
}

static int
run_put(int argc, char **argv)
{
    return setup_scene_run(put, argv);
}

/* Without a terminal nobody is asked, and nothing is agreed to. */
static void
test_consent(void)
{
    const char *home = claws_home_make("consent", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_GOOD, "*want\n*(now: now)\n*[group] line\n0 0\n", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*1 0\n", NULL},
        {{"x", home, "replace"}, HEMO_CLI_GOOD, "*0 0\n", NULL},
        {{"x", home, "yes", "replace"}, HEMO_CLI_GOOD, "*1 1\n", NULL},
        {{"x", home, "json"},
         HEMO_CLI_GOOD,
         "{*\"now\":null*}\n{*\"now\":\"now\"*}\n*0 0\n",
         NULL},
    };

    run_verb_check(run_agree, rows, G_N_ELEMENTS(rows));
}

static void
test_write(void)
{
    const char *home = claws_home_make("write", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_USAGE, "ok *written*\nFAIL *cannot be written*\n", NULL},
    };
    g_autofree char *text = NULL;

    run_verb_check(run_put, rows, G_N_ELEMENTS(rows));
    text = claws_home_read(home, "new");
    g_assert_cmpstr(text, ==, "[a]\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-step/consent", test_consent);
    g_test_add_func("/cli-setup-step/write", test_write);
    return g_test_run();
}
