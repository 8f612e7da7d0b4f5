/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-agent.h"

#include "setup-scene.h"

#include <glib/gstdio.h>

static int
run(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_agent_run, argv);
}

/* A stand-in for systemctl that keeps what it was told, and ends with @status. */
static void
make_systemctl(const char *status)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *told = g_build_filename(base, "told", NULL);
    g_autofree char *script =
        g_strdup_printf("#!/bin/sh\necho \"$@\" > %s\nexit %s\n", told, status);

    g_assert_cmpint(g_chmod(run_verb_file("systemctl", script), 0700), ==, 0);
    g_setenv("PATH", base, TRUE);
}

static void
make_manager(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *folder = g_build_filename(base, "systemd", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    run_verb_file("systemd/private", "");
}

static void
test_rows(void)
{
    const char *home = claws_home_make("agent", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const RunVerbRow alone[] = {
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *add-on starts*", NULL}};
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_GOOD, "warn *systemctl --user enable*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *at each login*", NULL},
    };
    const RunVerbRow broken[] = {
        {{"x", home, "yes"}, HEMO_CLI_USAGE, "FAIL *systemctl*", NULL}};
    g_autofree char *path = g_strdup(run_verb_file("told", ""));
    g_autofree char *told = NULL;

    make_systemctl("0");
    run_verb_check(run, alone, G_N_ELEMENTS(alone));
    make_manager();
    run_verb_check(run, rows, G_N_ELEMENTS(rows));
    g_assert_true(g_file_get_contents(path, &told, NULL, NULL));
    g_assert_cmpstr(told, ==, "--user enable --now hemostat-agent.service\n");
    make_systemctl("1");
    run_verb_check(run, broken, G_N_ELEMENTS(broken));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-agent/rows", test_rows);
    return g_test_run();
}
