/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup.h.
 */
#include "hemo-cli-setup.h"

#include "hemo-account-import.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-own-key.h"
#include "hemo-cli-setup-accounts.h"
#include "hemo-cli-setup-agent.h"
#include "hemo-cli-setup-plugin.h"
#include "hemo-cli-setup-undo.h"

#include <glib/gi18n-lib.h>

#define NOT_DONE HEMO_CLI_USAGE

typedef struct {
    HemoCliSetupStep step;
    char *home;
    char *plugin;
    char *system_config;
    gboolean undo;
    char **programs;
} Options;

static gboolean
parse(int argc, char **argv, Options *options)
{
    const GOptionEntry entries[] = {
        {"yes", 0, 0, G_OPTION_ARG_NONE, &options->step.yes, N_("Do not ask, do it"), NULL},
        {"replace",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->step.replace,
         N_("With --yes: replace lines of accounts.conf that say something else"),
         NULL},
        {"local-drafts",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->step.local_drafts,
         N_("Keep drafts on this computer, not on the mail server"),
         NULL},
        {"undo",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->undo,
         N_("Take the add-on out of the mail program again"),
         NULL},
        {"home",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->home,
         N_("The home folder whose mail program is set up"),
         N_("FOLDER")},
        {"plugin",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->plugin,
         N_("The add-on, if it is not the installed one"),
         N_("FILE")},
        {"system-config",
         0,
         G_OPTION_FLAG_HIDDEN,
         G_OPTION_ARG_FILENAME,
         &options->system_config,
         N_("The administrator's settings, for tests"),
         N_("FOLDER")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Tells Hemostat the accounts of a mail program, and the program about Hemostat."),
        entries,
        HEMO_CLI_OPTION_PROGRAM,
    };

    if (!hemo_cli_option_parse(argc, argv, &verb, &options->step.json, &options->programs))
        return FALSE;
    if (g_str_equal(options->programs[0], "claws"))
        return TRUE;
    hemo_cli_output_complaint("%s", _("say \"setup claws\""));
    return FALSE;
}

static void
check_keys(const HemoCliSetupStep *step)
{
    for (guint i = 0; i < step->claws->accounts->len; i++) {
        const HemoMailAccount *account = step->claws->accounts->pdata[i];
        g_autofree char *words = NULL;

        if (hemo_account_import_obstacle(account) != NULL ||
            hemo_cli_own_key_find(account->address, &words))
            continue;
        hemo_cli_check_add(
            step->checks,
            HEMO_CLI_CHECK_WARN,
            "own-key",
            account->title,
            words,
            _("Without a key of your own nothing can be encrypted: docs/openpgp.md says how"));
    }
}

static void
run_steps(const HemoCliSetupStep *step)
{
    hemo_cli_setup_plugin_announce(step);
    hemo_cli_setup_accounts_run(step);
    hemo_cli_setup_plugin_run(step);
    hemo_cli_setup_plugin_keep_drafts(step);
    check_keys(step);
    hemo_cli_setup_agent_run(step);
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_WARN,
                       "without-add-on",
                       "",
                       _("Claws Mail without the add-on sends your mail as it is, with patient "
                         "data in the clear"),
                       _("\"hemostat doctor\" tells whether it is loaded"));
}

static int
set_up(Options *options)
{
    GError *error = NULL;
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(options->step.json);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(options->home, &error);
    g_autoptr(HemoCliSettings) settings = NULL;
    g_autofree char *plugin = NULL;

    if (claws != NULL)
        settings = hemo_cli_settings_load(options->system_config, &fault, &error);
    if (settings == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_UNREADABLE;
    }
    plugin = g_canonicalize_filename(options->plugin != NULL ? options->plugin
                                                             : hemo_cli_claws_plugin,
                                     NULL);
    options->step.plugin = plugin;
    options->step.checks = checks;
    options->step.claws = claws;
    options->step.settings = settings;
    if (options->undo)
        hemo_cli_setup_undo_run(&options->step);
    else
        run_steps(&options->step);
    return hemo_cli_check_has_failed(checks) ? NOT_DONE : HEMO_CLI_GOOD;
}

int
hemo_cli_setup(int argc, char **argv)
{
    Options options = {0};
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options))
        status = set_up(&options);
    g_free(options.home);
    g_free(options.plugin);
    g_free(options.system_config);
    g_strfreev(options.programs);
    return status;
}
