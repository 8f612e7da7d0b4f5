/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-leave.h.  The order matters: what would be lost is written first, the add-ons go
 * before the state (else they would start a new one), and nothing is wiped if anything before
 * failed.  Each step can be done again.
 */
#include "hemo-cli-leave.h"

#include "hemo-bus.h"
#include "hemo-cli-check.h"
#include "hemo-cli-claws.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-leave-audit.h"
#include "hemo-cli-leave-keys.h"
#include "hemo-cli-leave-smime.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-question.h"
#include "hemo-cli-setup.h"
#include "hemo-cli-thunderbird.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define NOT_DONE HEMO_CLI_USAGE
#define OUT      "hemostat-left"

typedef struct {
    gboolean json;
    gboolean yes;
    gboolean reveal;
    char *out;
    char *passphrase_file;
    HemoCliCheck *checks;
} Options;

static void
tell(const Options *options,
     HemoCliCheckStatus status,
     const char *name,
     const char *about,
     const char *words)
{
    hemo_cli_check_add(options->checks, status, name, about, words, "");
}

/* FALSE once it is wiped: to ask the agent would make a new one. */
static gboolean
has_state(void)
{
    g_autofree char *path =
        g_build_filename(g_get_user_state_dir(), "hemostat", "state.sqlite", NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* First of all: whatever fails later, they are safe. */
static gboolean
write_smime(const Options *options)
{
    return !has_state() ||
           hemo_cli_leave_smime_run(options->checks, options->out, options->passphrase_file);
}

static gboolean
withdraw_keys(const Options *options)
{
    return !has_state() ||
           hemo_cli_leave_keys_run(options->checks, options->out, options->reveal);
}

static gboolean
export_audit(const Options *options, guint64 *ret_newest)
{
    g_autoptr(GError) error = NULL;

    if (hemo_cli_leave_audit_write(options->out, options->reveal, ret_newest, &error)) {
        tell(options,
             HEMO_CLI_CHECK_OK,
             "audit",
             options->out,
             _("the audit is there as a whole: audit.jsonl, audit.txt, audit-check.json"));
        return TRUE;
    }
    tell(options, HEMO_CLI_CHECK_FAIL, "audit", options->out, error->message);
    return FALSE;
}

/* Early, so that what can fail fails before anything is taken away. */
static gboolean
write_audit(const Options *options)
{
    guint64 newest = 0;

    return !has_state() || export_audit(options, &newest);
}

static gboolean
undo(const Options *options, const char *program)
{
    const char *const words[] = {"setup",
                                 program,
                                 "--undo",
                                 "--yes",
                                 "--leaving",
                                 options->json ? "--json" : NULL,
                                 NULL};
    g_auto(GStrv) argv = g_strdupv((char **)words);

    return hemo_cli_setup((int)g_strv_length(argv), argv) == HEMO_CLI_GOOD;
}

static gboolean
take_add_ons_out(const Options *options)
{
    const HemoCliThunderbirdPlace place = {NULL, NULL, NULL};
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(NULL, NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = hemo_cli_thunderbird_load(&place, NULL);
    gboolean good = claws == NULL || undo(options, "claws");

    return (thunderbird == NULL || undo(options, "thunderbird")) && good;
}

/* What was recorded since is written once more: the agent wipes only what was exported. */
static gboolean
wipe(const Options *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKeys1) keys = NULL;
    guint64 newest = 0;

    if (!has_state()) {
        tell(options, HEMO_CLI_CHECK_OK, "wipe", "", _("there is nothing left to wipe"));
        return TRUE;
    }
    if (!export_audit(options, &newest))
        return FALSE;
    keys = hemo_cli_keys_link_open(&error);
    if (keys != NULL && hemo_keys1_call_wipe_sync(keys,
                                                  newest,
                                                  G_DBUS_CALL_FLAGS_NONE,
                                                  G_MAXINT,
                                                  NULL,
                                                  &error)) {
        tell(options,
             HEMO_CLI_CHECK_OK,
             "wipe",
             "",
             _("what Hemostat remembered is gone, and its entries in the keyring"));
        return TRUE;
    }
    hemo_bus_convert_error(&error);
    tell(options, HEMO_CLI_CHECK_FAIL, "wipe", "", error->message);
    return FALSE;
}

static const struct {
    const char *words;
    gboolean (*run)(const Options *options);
} steps[] = {
    {N_("Write your own S/MIME keys down, with their private parts, under a passphrase"),
     write_smime},
    {N_("Withdraw your own keys for ever, and write the public parts of the OpenPGP ones down"),
     withdraw_keys},
    {N_("Write the whole audit down, and check it"), write_audit},
    {N_("Take Hemostat out of the mail programs: they then send your mail as it is"),
     take_add_ons_out},
    {N_("Wipe what Hemostat remembers, and its entries in the keyring"), wipe},
};

static const char *const left[] = {
    N_("the keys in GnuPG, with which you can still read what was encrypted to you: "
       "\"gpg --list-secret-keys\" shows them"),
    N_("your S/MIME keys in the mail programs that have them, with the authority's, and "
       "Thunderbird's setting that lets it ask GnuPG: you can still read what was encrypted to "
       "you"),
    N_("the mails in your mail programs"),
    N_("your settings, in ~/.config/hemostat"),
    N_("the agent may still be started at login: \"systemctl --user disable --now "
       "hemostat-agent.service\""),
};

static void
print_steps(const Options *options)
{
    if (options->json)
        return;
    hemo_cli_output_line(options->yes ? _("This is done, and written to %s:")
                                      : _("This would be done, and written to %s:"),
                         options->out);
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
        hemo_cli_output_line("  %u. %s", (guint)i + 1, _(steps[i].words));
}

/* Behind what was printed so far, also where both go into one file. */
static void
complain(const char *words)
{
    hemo_cli_output_flush();
    hemo_cli_output_complaint("%s", words);
}

static gboolean
agrees(const Options *options)
{
    /* TRANSLATORS: what a person types to agree */
    const char *word = _("leave");

    if (options->yes ||
        (!options->json &&
         hemo_cli_question_type(_("It cannot be taken back. To agree, type"), word)))
        return TRUE;
    complain(_("nothing was done: --yes does it"));
    return FALSE;
}

static int
run_steps(const Options *options)
{
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autofree char *words = NULL;

        if (steps[i].run(options) && !hemo_cli_check_has_failed(options->checks))
            continue;
        words = g_strdup_printf(_("step %u failed, and nothing was wiped: correct it, then run "
                                  "this again"),
                                (guint)i + 1);
        complain(words);
        return NOT_DONE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++)
        hemo_cli_check_add(options->checks,
                           HEMO_CLI_CHECK_OK,
                           "left",
                           _("is left"),
                           _(left[i]),
                           "");
    return HEMO_CLI_GOOD;
}

static int
leave(const Options *options)
{
    print_steps(options);
    if (!agrees(options))
        return NOT_DONE;
    if (g_mkdir_with_parents(options->out, 0700) == 0)
        return run_steps(options);
    hemo_cli_output_complaint(_("%s cannot be made"), options->out);
    return NOT_DONE;
}

static gboolean
parse(int argc, char **argv, Options *options)
{
    const GOptionEntry entries[] = {
        {"yes", 0, 0, G_OPTION_ARG_NONE, &options->yes, N_("Do not ask, do it"), NULL},
        {"reveal",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->reveal,
         N_("Write addresses too; that is recorded"),
         NULL},
        {"out",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->out,
         N_("Where the audit and your keys are written"),
         N_("FOLDER")},
        {"passphrase-file",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->passphrase_file,
         N_("Its first line becomes the passphrase of the files with your S/MIME keys"),
         N_("FILE")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("For somebody who leaves: writes the own S/MIME keys down, withdraws the own keys, "
          "writes the audit down, takes the add-ons out, and wipes what Hemostat remembers."),
        entries,
        HEMO_CLI_OPTION_NOTHING,
    };
    g_auto(GStrv) rest = NULL;

    return hemo_cli_option_parse(argc, argv, &verb, &options->json, &rest);
}

int
hemo_cli_leave(int argc, char **argv)
{
    Options options = {0};
    g_autofree char *out = NULL;
    g_autoptr(HemoCliCheck) checks = NULL;
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options)) {
        out = options.out != NULL ? g_canonicalize_filename(options.out, NULL)
                                  : g_build_filename(g_get_home_dir(), OUT, NULL);
        checks = hemo_cli_check_new(options.json);
        g_free(options.out);
        options.out = out;
        options.checks = checks;
        status = leave(&options);
    } else
        g_free(options.out);
    g_free(options.passphrase_file);
    return status;
}
