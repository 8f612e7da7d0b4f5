/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-agent.h.
 */
#include "hemo-cli-setup-agent.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define NAME    "agent"
#define COMMAND "systemctl --user enable --now hemostat-agent.service"

static gboolean
has_user_manager(void)
{
    g_autofree char *place =
        g_build_filename(g_get_user_runtime_dir(), "systemd", "private", NULL);
    g_autofree char *program = g_find_program_in_path("systemctl");

    return program != NULL && g_file_test(place, G_FILE_TEST_EXISTS);
}

static gboolean
enable(void)
{
    g_autoptr(GSubprocess) process =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                         NULL,
                         "systemctl",
                         "--user",
                         "enable",
                         "--now",
                         "hemostat-agent.service",
                         NULL);

    return process != NULL && g_subprocess_wait_check(process, NULL, NULL);
}

void
hemo_cli_setup_agent_run(const HemoCliSetupStep *step)
{
    if (!has_user_manager())
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           "",
                           _("systemd does not run for you here: the add-on starts the agent"),
                           "");
    else if (!hemo_cli_setup_step_ask(step, _("Start the agent at each login?")))
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           NAME,
                           "",
                           _("the agent is not started at login"),
                           COMMAND);
    else if (enable())
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           "",
                           _("the agent starts at each login"),
                           "");
    else
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_FAIL,
                           NAME,
                           "",
                           _("systemd would not start the agent at login"),
                           COMMAND);
}
