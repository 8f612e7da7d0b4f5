/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One part of "doctor" as a verb: scene HOME.  What it looks at is loaded as the verb does.
 */
#pragma once

#include "claws-home.h"
#include "hemo-cli-check.h"
#include "hemo-cli-claws.h"
#include "hemo-cli-output.h"
#include "hemo-cli-settings.h"

typedef void (*DoctorScene)(HemoCliCheck *checks,
                            const HemoCliClaws *claws,
                            const HemoCliSettings *settings,
                            const GError *fault);

static inline int
doctor_scene_run(DoctorScene run, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load("/nowhere", &fault, NULL);
    g_autoptr(HemoCliClaws) claws = argv[1] != NULL ? hemo_cli_claws_load(argv[1], NULL) : NULL;

    run(checks, claws, settings, fault);
    return hemo_cli_check_has_failed(checks) ? HEMO_CLI_USAGE : HEMO_CLI_GOOD;
}

/* Makes the user's accounts.conf. */
static inline void
doctor_scene_set_accounts(const char *text)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *folder = g_build_filename(base, "hemostat", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    run_verb_file("hemostat/accounts.conf", text);
}
