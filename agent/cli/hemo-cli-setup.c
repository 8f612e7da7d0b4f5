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
#include "hemo-cli-setup-gpgsm.h"
#include "hemo-cli-setup-nss.h"
#include "hemo-cli-setup-plugin.h"
#include "hemo-cli-setup-prefs.h"
#include "hemo-cli-setup-thunderbird-undo.h"
#include "hemo-cli-setup-thunderbird.h"
#include "hemo-cli-setup-undo.h"

#include <glib/gi18n-lib.h>

#define NOT_DONE HEMO_CLI_USAGE

typedef struct _Program Program;

typedef struct {
    HemoCliSetupStep step;
    char *home;
    char *profile;
    char *root;
    char *plugin;
    char *system_config;
    char *passphrase_file;
    gboolean undo;
    char **programs;
} Options;

static void
check_keys(const HemoCliSetupStep *step)
{
    for (guint i = 0; i < step->accounts->len; i++) {
        const HemoMailAccount *account = step->accounts->pdata[i];
        g_autofree char *words = NULL;
        g_autofree char *remedy = NULL;

        if (hemo_account_import_obstacle(account) != NULL ||
            (step->own != NULL &&
             hemo_cli_own_smime_find(step->own, account->address) != NULL) ||
            hemo_cli_own_key_find(account->address, &words))
            continue;
        remedy = g_strdup_printf(
            _("Without a key of your own nothing can be encrypted: %s says how to get one"),
            HEMOSTAT_DOCDIR "/keys.md");
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           "own-key",
                           account->title,
                           words,
                           remedy);
    }
}

/* Else nobody would notice that nothing was handed over. */
static void
check_obstacle(const HemoCliSetupStep *step)
{
    if (step->own->obstacle != NULL)
        hemo_cli_check_add(
            step->checks,
            HEMO_CLI_CHECK_WARN,
            "smime",
            "",
            step->own->obstacle,
            _("Whether you have an S/MIME certificate to hand over is not known; "
              "run this again when the agent can be reached"));
}

static void
run_claws(const HemoCliSetupStep *step)
{
    hemo_cli_setup_plugin_announce(step);
    hemo_cli_setup_accounts_run(step);
    hemo_cli_setup_gpgsm_run(step);
    hemo_cli_setup_plugin_run(step);
    hemo_cli_setup_plugin_keep_drafts(step);
}

static void
tell_drafts(const HemoCliSetupStep *step)
{
    for (guint i = 0; i < step->accounts->len; i++) {
        const HemoMailAccount *account = step->accounts->pdata[i];

        if (account->drafts_on_server && !step->local_drafts)
            hemo_cli_check_add(
                step->checks,
                HEMO_CLI_CHECK_WARN,
                "drafts",
                account->title,
                _("drafts that you save lie on the mail server, as you typed them"),
                _("Run this with --local-drafts to keep them on this computer"));
    }
}

static void
run_thunderbird(const HemoCliSetupStep *step)
{
    hemo_cli_setup_thunderbird_announce(step);
    hemo_cli_setup_accounts_run(step);
    hemo_cli_setup_thunderbird_link(step);
    hemo_cli_setup_thunderbird_add(step);
    hemo_cli_setup_nss_run(step);
    hemo_cli_setup_prefs_run(step);
    hemo_cli_setup_thunderbird_save(step);
    tell_drafts(step);
}

/* A certificate is taken back only once the add-on is out; who leaves keeps it. */
static void
undo_claws(const HemoCliSetupStep *step)
{
    if (!step->leaving)
        hemo_cli_setup_gpgsm_announce_undo(step);
    hemo_cli_setup_undo_run(step);
    if (!step->leaving && !hemo_cli_check_has_failed(step->checks))
        hemo_cli_setup_gpgsm_undo(step);
}

static void
undo_thunderbird(const HemoCliSetupStep *step)
{
    if (!step->leaving)
        hemo_cli_setup_nss_announce_undo(step);
    hemo_cli_setup_thunderbird_undo_run(step);
    if (!step->leaving && !hemo_cli_check_has_failed(step->checks))
        hemo_cli_setup_nss_undo(step);
}

static gboolean
load_claws(const Options *options, HemoCliSetupStep *step, GError **error)
{
    step->claws = hemo_cli_claws_load(options->home, error);
    if (step->claws == NULL)
        return FALSE;
    step->accounts = step->claws->accounts;
    return TRUE;
}

static gboolean
load_thunderbird(const Options *options, HemoCliSetupStep *step, GError **error)
{
    const HemoCliThunderbirdPlace place = {options->home, options->profile, options->root};

    step->thunderbird = hemo_cli_thunderbird_load(&place, error);
    if (step->thunderbird == NULL)
        return FALSE;
    step->accounts = step->thunderbird->accounts;
    return TRUE;
}

struct _Program {
    const char *verb;
    const char *name;
    const char *plugin; /* as it was installed */
    gboolean (*load)(const Options *options, HemoCliSetupStep *step, GError **error);
    void (*run)(const HemoCliSetupStep *step);
    void (*undo)(const HemoCliSetupStep *step);
    const char *without;
};

static const Program programs[] = {
    {"claws",
     "Claws Mail",
     HEMOSTAT_CLAWS_PLUGIN_DIR "/hemostat.so",
     load_claws,
     run_claws,
     undo_claws,
     N_("Claws Mail without the add-on sends your mail as it is, with patient data in the "
        "clear")},
    {"thunderbird",
     "Thunderbird",
     HEMOSTAT_THUNDERBIRD_ADDON,
     load_thunderbird,
     run_thunderbird,
     undo_thunderbird,
     N_("Thunderbird without the add-on sends your mail as it is, with patient data in the "
        "clear")},
};

static const Program *
find_program(const char *verb)
{
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (g_str_equal(programs[i].verb, verb))
            return &programs[i];
    }
    return NULL;
}

static void
run_steps(const Program *program, const HemoCliSetupStep *step)
{
    program->run(step);
    check_obstacle(step);
    check_keys(step);
    hemo_cli_setup_agent_run(step);
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_WARN,
                       "without-add-on",
                       "",
                       _(program->without),
                       _("\"hemostat doctor\" tells whether it is loaded"));
}

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
        {"profile",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->profile,
         N_("The profile of Thunderbird, if there are several"),
         N_("FOLDER")},
        {"passphrase-file",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->passphrase_file,
         N_("For Claws Mail: its first line becomes the passphrase of your S/MIME key in "
            "GnuPG"),
         N_("FILE")},
        {"leaving",
         0,
         G_OPTION_FLAG_HIDDEN,
         G_OPTION_ARG_NONE,
         &options->step.leaving,
         N_("With --undo: what opens old mail stays"),
         NULL},
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
    if (find_program(options->programs[0]) != NULL)
        return TRUE;
    hemo_cli_output_complaint("%s", _("say \"setup claws\" or \"setup thunderbird\""));
    return FALSE;
}

static int
set_up(Options *options)
{
    const Program *program = find_program(options->programs[0]);
    HemoCliSetupStep *step = &options->step;
    GError *error = NULL;
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(step->json);
    g_autoptr(HemoCliSettings) settings = NULL;
    g_autofree char *plugin = NULL;
    g_autoptr(HemoCliOwnSmime) own = NULL;

    if (program->load(options, step, &error))
        settings = hemo_cli_settings_load(options->system_config, &fault, &error);
    if (settings == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_UNREADABLE;
    }
    plugin =
        g_canonicalize_filename(options->plugin != NULL ? options->plugin : program->plugin,
                                NULL);
    step->plugin = plugin;
    step->program = program->name;
    step->checks = checks;
    step->settings = settings;
    step->passphrase_file = options->passphrase_file;
    if (options->undo) {
        program->undo(step);
    } else {
        own = hemo_cli_own_smime_load(step->accounts);
        step->own = own;
        run_steps(program, step);
    }
    return hemo_cli_check_has_failed(checks) ? NOT_DONE : HEMO_CLI_GOOD;
}

int
hemo_cli_setup(int argc, char **argv)
{
    Options options = {0};
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options))
        status = set_up(&options);
    g_clear_pointer(&options.step.claws, hemo_cli_claws_free);
    g_clear_pointer(&options.step.thunderbird, hemo_cli_thunderbird_free);
    g_free(options.home);
    g_free(options.profile);
    g_free(options.root);
    g_free(options.plugin);
    g_free(options.system_config);
    g_free(options.passphrase_file);
    g_strfreev(options.programs);
    return status;
}
