/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor.h.
 */
#include "hemo-cli-doctor.h"

#include "hemo-cli-doctor-agent.h"
#include "hemo-cli-doctor-claws.h"
#include "hemo-cli-doctor-keys.h"
#include "hemo-cli-doctor-legs.h"
#include "hemo-cli-doctor-net.h"
#include "hemo-cli-doctor-rules.h"
#include "hemo-cli-doctor-thunderbird.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>

#define FAULTS   HEMO_CLI_USAGE
#define N_EXTRAS 4

typedef struct {
    gboolean json;
    char *home;
    char *profile;
    char *root;
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
        {"profile",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->profile,
         N_("The profile of Thunderbird, if there are several"),
         N_("FOLDER")},
        {"root",
         0,
         G_OPTION_FLAG_HIDDEN,
         G_OPTION_ARG_FILENAME,
         &options->root,
         N_("Stands before the paths of the system, for tests"),
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
    const char *const paths[] = {claws->matcherrc, NULL};
    const HemoCliDoctorRules rules = {.format = HEMO_FORWARD_FORMAT_CLAWS, .paths = paths};

    hemo_cli_doctor_claws_run(checks,
                              claws,
                              settings,
                              plugin,
                              hemo_cli_claws_find_process(claws, plugin));
    hemo_cli_doctor_rules_run(checks, &rules, &options->net);
}

static void
check_thunderbird(const Options *options,
                  HemoCliCheck *checks,
                  const HemoCliThunderbird *thunderbird,
                  const HemoCliSettings *settings)
{
    g_auto(GStrv) paths = hemo_cli_thunderbird_find_rules(thunderbird->profile);
    const HemoCliDoctorRules rules = {
        .format = HEMO_FORWARD_FORMAT_THUNDERBIRD,
        .paths = (const char *const *)paths,
        .unseen = TRUE,
    };

    hemo_cli_doctor_thunderbird_run(checks, thunderbird, settings);
    hemo_cli_doctor_rules_run(checks, &rules, &options->net);
}

static void
add_accounts(GPtrArray *all, const GPtrArray *accounts)
{
    for (guint i = 0; i < accounts->len; i++)
        g_ptr_array_add(all, accounts->pdata[i]);
}

/* A Thunderbird without accounts sends nothing; one in a box of its own is told of. */
static HemoCliThunderbird *
load_thunderbird(const Options *options, GError **error)
{
    const HemoCliThunderbirdPlace place = {options->home, options->profile, options->root};
    g_autoptr(HemoCliThunderbird) thunderbird = hemo_cli_thunderbird_load(&place, error);

    return thunderbird != NULL && (thunderbird->accounts->len > 0 || options->profile != NULL)
               ? g_steal_pointer(&thunderbird)
               : NULL;
}

static void
tell_missing(HemoCliCheck *checks, const char *name, const GError *error, const char *remedy)
{
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_WARN, name, "", error->message, remedy);
}

/* Which mail programs there are, and how they stand. */
static GPtrArray *
check_programs(const Options *options,
               HemoCliCheck *checks,
               const HemoCliClaws *claws,
               const HemoCliThunderbird *thunderbird,
               const HemoCliSettings *settings)
{
    GPtrArray *accounts = g_ptr_array_new();

    if (claws != NULL) {
        check_claws(options, checks, claws, settings);
        add_accounts(accounts, claws->accounts);
    }
    if (thunderbird != NULL) {
        check_thunderbird(options, checks, thunderbird, settings);
        add_accounts(accounts, thunderbird->accounts);
    }
    return accounts;
}

static int
examine(Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) fault = NULL;
    g_autoptr(GError) no_claws = NULL;
    g_autoptr(GError) no_thunderbird = NULL;
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(options->json);
    g_autoptr(HemoCliSettings) settings =
        hemo_cli_settings_load(options->net.system_config, &fault, &error);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(options->home, &no_claws);
    g_autoptr(HemoCliThunderbird) thunderbird = load_thunderbird(options, &no_thunderbird);
    g_autoptr(GPtrArray) accounts = NULL;

    if (settings != NULL && settings->policy != NULL)
        hemo_cli_net_add_policy(&options->net, settings->policy);
    hemo_cli_doctor_agent_run(checks, settings, error, fault);
    accounts = check_programs(options, checks, claws, thunderbird, settings);
    if (claws == NULL && thunderbird == NULL)
        tell_missing(checks,
                     "claws",
                     no_claws,
                     _("\"hemostat setup claws\" then does the rest"));
    if (no_thunderbird != NULL &&
        (claws == NULL || !hemo_error_is(no_thunderbird, HEMO_ERROR_NOT_FOUND)))
        tell_missing(checks,
                     "thunderbird",
                     no_thunderbird,
                     _("\"hemostat setup thunderbird\" then does the rest"));
    hemo_cli_doctor_keys_run(checks, accounts, settings);
    hemo_cli_doctor_net_run(checks, accounts, settings, &options->net);
    hemo_cli_doctor_legs_run(checks, accounts, settings, options->net.ca_file);
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
    g_free(options.profile);
    g_free(options.root);
    g_free(options.plugin);
    hemo_cli_net_clear(&options.net);
    return status;
}
