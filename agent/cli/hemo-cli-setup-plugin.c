/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-plugin.h.
 */
#include "hemo-cli-setup-plugin.h"

#include "hemo-cli-plugin-file.h"

#include <glib/gi18n-lib.h>

#define NAME   "add-on"
#define DRAFTS "drafts"
#define QUEUE  "queue"

/* With these a protected mail can be read again in Sent. */
static const struct {
    const char *file;
    const char *package;
    gboolean for_smime; /* for who has a certificate of his own */
} readers[] = {
    {"pgpcore.so", N_("Install the package claws-mail-pgpmime"), FALSE},
    {"pgpmime.so", N_("Install the package claws-mail-pgpmime"), FALSE},
    {"smime.so", N_("Install the package claws-mail-smime-plugin"), TRUE},
};

static void
fail(const HemoCliSetupStep *step, const char *name, const char *words, const char *remedy)
{
    hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_FAIL, name, "", words, remedy);
}

static gboolean
is_installed(const HemoCliSetupStep *step)
{
    g_autofree char *version = hemo_cli_claws_version(NULL);

    if (!g_file_test(step->plugin, G_FILE_TEST_IS_REGULAR)) {
        fail(step,
             NAME,
             _("the add-on is not installed"),
             _("Install Hemostat with its add-on for Claws Mail"));
        return FALSE;
    }
    if (hemo_cli_plugin_file_check(step->plugin) != HEMO_CLI_PLUGIN_FILE_GOOD) {
        fail(step,
             NAME,
             _("the file is no add-on that Claws Mail can load"),
             _("Install Hemostat again"));
        return FALSE;
    }
    if (version == NULL || hemo_cli_claws_compare(version, hemo_cli_claws_built_for) <= 0)
        return TRUE;
    fail(step,
         NAME,
         _("the add-on was built for an older Claws Mail, which the installed one refuses"),
         _("Build and install Hemostat again"));
    return FALSE;
}

static gboolean
is_first(const HemoCliSetupStep *step)
{
    g_auto(GStrv) lines =
        hemo_ini_text_lines(step->claws->settings, hemo_cli_claws_plugin_group);

    return g_strcmp0(lines[0], step->plugin) == 0;
}

/* First, as others may ask something when they are loaded (pgpcore does, without a key), and
 * until that is answered Claws Mail would send without ours.  One of the same name elsewhere
 * goes. */
static gboolean
want_ours(const HemoCliSetupStep *step, HemoIniText *text)
{
    g_autofree char *now = hemo_cli_claws_find_plugin(step->claws, step->plugin);

    if (is_first(step))
        return FALSE;
    if (now != NULL)
        hemo_ini_text_remove_line(text, hemo_cli_claws_plugin_group, now);
    hemo_ini_text_insert_line(text, hemo_cli_claws_plugin_group, step->plugin);
    hemo_cli_setup_step_show(step, hemo_cli_claws_plugin_group, "", now, step->plugin);
    return TRUE;
}

static gboolean
want_reader(const HemoCliSetupStep *step, HemoIniText *text, gsize index)
{
    const char *file = readers[index].file;
    g_autofree char *path = g_build_filename(hemo_cli_claws_plugin_folder, file, NULL);
    g_autofree char *now = hemo_cli_claws_find_plugin(step->claws, path);

    if (now != NULL)
        return FALSE;
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        hemo_ini_text_add_line(text, hemo_cli_claws_plugin_group, path);
        hemo_cli_setup_step_show(step, hemo_cli_claws_plugin_group, "", NULL, path);
        return TRUE;
    }
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_WARN,
                       readers[index].for_smime ? "smime" : "pgpmime",
                       file,
                       _("is not installed: you could not read again what was encrypted"),
                       _(readers[index].package));
    return FALSE;
}

gboolean
hemo_cli_setup_plugin_may_write(const HemoCliSetupStep *step,
                                const char *name,
                                const char *question)
{
    if (hemo_cli_claws_is_running(step->claws)) {
        fail(step,
             name,
             _("Claws Mail is running, and would undo the change when it ends"),
             _("Close Claws Mail, then run this again"));
        return FALSE;
    }
    if (hemo_cli_setup_step_ask(step, question))
        return TRUE;
    fail(step,
         name,
         _("the lines above are not there yet"),
         _("Run this with --yes to write them"));
    return FALSE;
}

void
hemo_cli_setup_plugin_announce(const HemoCliSetupStep *step)
{
    if (!is_first(step) && hemo_cli_claws_is_running(step->claws))
        hemo_cli_check_add(
            step->checks,
            HEMO_CLI_CHECK_WARN,
            "claws",
            "",
            _("Claws Mail is running: the add-on can be set up only once it is closed"),
            _("Close Claws Mail, then run this again"));
}

void
hemo_cli_setup_plugin_run(const HemoCliSetupStep *step)
{
    g_autoptr(HemoIniText) text = hemo_ini_text_new(hemo_ini_text_slice(step->claws->settings));
    gboolean changed;

    if (!is_installed(step))
        return;
    if (!step->claws->has_settings) {
        fail(step,
             NAME,
             _("Claws Mail was never started here"),
             _("Start it once, close it, then run this again"));
        return;
    }
    changed = want_ours(step, text);
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (!readers[i].for_smime || (step->own != NULL && step->own->items->len > 0))
            changed |= want_reader(step, text, i);
    }
    if (!changed)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           step->claws->clawsrc,
                           _("Claws Mail loads the add-on"),
                           "");
    else if (hemo_cli_setup_plugin_may_write(step,
                                             NAME,
                                             _("Let Claws Mail load these add-ons?")))
        hemo_cli_setup_step_write(step, NAME, step->claws->clawsrc, text);
}

static void
tell_drafts(const HemoCliSetupStep *step, const HemoMailAccount *account)
{
    if (account->drafts_on_server && !step->local_drafts)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           DRAFTS,
                           account->title,
                           _("drafts lie on the mail server, as you typed them"),
                           _("Run this with --local-drafts to keep them on this computer"));
    if (account->queue_on_server)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_WARN,
                           QUEUE,
                           account->title,
                           _("mail that you send later waits on the mail server"),
                           _("Choose a local queue folder in the account's settings"));
}

static void
keep_local(const HemoCliSetupStep *step, HemoIniText *text, const char *group)
{
    const char *const keys[][2] = {
        {"set_draft_folder", "1"},
        {"draft_folder", step->claws->local_drafts},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *now = hemo_ini_text_get(text, group, keys[i][0]);

        if (g_strcmp0(now, keys[i][1]) == 0)
            continue;
        hemo_cli_setup_step_show(step, group, keys[i][0], now, keys[i][1]);
        hemo_ini_text_set(text, group, keys[i][0], keys[i][1]);
    }
}

void
hemo_cli_setup_plugin_keep_drafts(const HemoCliSetupStep *step)
{
    HemoIniText *before = step->claws->account_settings;
    g_autoptr(HemoIniText) text = hemo_ini_text_new(hemo_ini_text_slice(before));
    gboolean changed = FALSE;

    for (guint i = 0; i < step->claws->accounts->len; i++) {
        const HemoMailAccount *account = step->claws->accounts->pdata[i];

        tell_drafts(step, account);
        if (account->drafts_on_server && step->local_drafts) {
            keep_local(step, text, account->group);
            changed = TRUE;
        }
    }
    if (changed &&
        hemo_cli_setup_plugin_may_write(step, DRAFTS, _("Keep drafts on this computer?")))
        hemo_cli_setup_step_write(step, DRAFTS, step->claws->accountrc, text);
}
