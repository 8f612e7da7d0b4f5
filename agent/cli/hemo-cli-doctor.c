/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor.h.
 */
#include "hemo-cli-doctor.h"

#include "hemo-cli-doctor-agent.h"
#include "hemo-cli-doctor-claws.h"
#include "hemo-cli-doctor-legs.h"
#include "hemo-cli-doctor-net.h"
#include "hemo-cli-doctor-rules.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>

#define FAULTS   HEMO_CLI_USAGE
#define N_EXTRAS 2

typedef struct {
    gboolean json;
    char *home;
    char *plugin;
    HemoCliNet net;
} Options;

static gboolean
parse(int argc, char **argv, Options *options)
{
    GOptionEntry entries[HEMO_CLI_NET_ENTRIES + N_EXTRAS + 1] = {{NULL}};
    const GOptionEntry extras[N_EXTRAS] = {
        {"home",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->home,
         N_("The home folder whose mail program is looked at"),
         N_("FOLDER")},
        {"plugin",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->plugin,
         N_("The add-on, if it is not the installed one"),
         N_("FILE")},
    };
    const HemoCliOptionVerb verb = {
        _("Checks everything that Hemostat needs, and says what to do."),
        entries,
        HEMO_CLI_OPTION_NOTHING,
    };
    g_auto(GStrv) rest = NULL;

    hemo_cli_net_fill(&options->net, entries);
    for (gsize i = 0; i < N_EXTRAS; i++)
        entries[HEMO_CLI_NET_ENTRIES + i] = extras[i];
    return hemo_cli_option_parse(argc, argv, &verb, &options->json, &rest);
}

static void
check_claws(const Options *options,
            HemoCliCheck *checks,
            const HemoCliClaws *claws,
            const HemoCliSettings *settings)
{
    g_autofree char *plugin = g_canonicalize_filename(
        options->plugin != NULL ? options->plugin : hemo_cli_claws_plugin,
        NULL);

    hemo_cli_doctor_claws_run(checks,
                              claws,
                              settings,
                              plugin,
                              hemo_cli_claws_find_process(claws, plugin));
    hemo_cli_doctor_rules_run(checks, claws, &options->net);
}

static int
examine(Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) fault = NULL;
    g_autoptr(GError) no_claws = NULL;
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(options->json);
    g_autoptr(HemoCliSettings) settings =
        hemo_cli_settings_load(options->net.system_config, &fault, &error);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(options->home, &no_claws);

    if (settings != NULL && settings->policy != NULL)
        hemo_cli_net_add_policy(&options->net, settings->policy);
    hemo_cli_doctor_agent_run(checks, settings, error, fault);
    if (claws != NULL)
        check_claws(options, checks, claws, settings);
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           "claws",
                           "",
                           no_claws->message,
                           _("\"hemostat setup claws\" then does the rest"));
    hemo_cli_doctor_net_run(checks, claws, settings, &options->net);
    hemo_cli_doctor_legs_run(checks, claws, settings, options->net.ca_file);
    return hemo_cli_check_has_failed(checks) ? FAULTS : HEMO_CLI_GOOD;
}

int
hemo_cli_doctor(int argc, char **argv)
{
    Options options = {0};
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options))
        status = examine(&options);
    g_free(options.home);
    g_free(options.plugin);
    hemo_cli_net_clear(&options.net);
    return status;
}
