/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One step of "setup" as a verb: scene HOME [yes] [replace] [local-drafts] [json].  The
 * add-on is the file "hemostat.so" of run-verb.h.
 */
#pragma once

#include "claws-home.h"
#include "hemo-cli-output.h"
#include "hemo-cli-setup-step.h"

static inline int
setup_scene_run(void (*run)(const HemoCliSetupStep *step), char **argv)
{
    const char *const *words = (const char *const *)argv;
    gboolean json = g_strv_contains(words, "json");
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(json);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(argv[1], NULL);
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load("/nowhere", &fault, NULL);
    g_autofree char *plugin = g_build_filename(g_get_home_dir(), "hemostat.so", NULL);
    const HemoCliSetupStep step = {
        .json = json,
        .yes = g_strv_contains(words, "yes"),
        .replace = g_strv_contains(words, "replace"),
        .local_drafts = g_strv_contains(words, "local-drafts"),
        .plugin = plugin,
        .checks = checks,
        .program = "Claws Mail",
        .accounts = claws->accounts,
        .claws = claws,
        .settings = settings,
    };

    run(&step);
    return hemo_cli_check_has_failed(checks) ? HEMO_CLI_USAGE : HEMO_CLI_GOOD;
}
