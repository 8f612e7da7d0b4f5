/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-undo.h.  Removes one line of clawsrc, and nothing else: settings, state
 * and keys are the user's.
 */
#include "hemo-cli-setup-undo.h"

#include "hemo-cli-setup-plugin.h"

#include <glib/gi18n-lib.h>

#define NAME "add-on"
#define LEFT "left"

/* All that have the add-on's file name, wherever they lie; TRUE if there was one. */
static gboolean
remove_ours(const HemoCliSetupStep *step, HemoIniText *text)
{
    g_auto(GStrv) lines = hemo_ini_text_lines(text, hemo_cli_claws_plugin_group);
    g_autofree char *name = g_path_get_basename(step->plugin);
    gboolean found = FALSE;

    for (guint i = 0; lines[i] != NULL; i++) {
        g_autofree char *other = g_path_get_basename(lines[i]);

        if (!g_str_equal(name, other))
            continue;
        hemo_ini_text_remove_line(text, hemo_cli_claws_plugin_group, lines[i]);
        hemo_cli_setup_step_show(step, hemo_cli_claws_plugin_group, "", lines[i], "");
        found = TRUE;
    }
    return found;
}

static void
tell(const HemoCliSetupStep *step, const char *about, const char *words, const char *remedy)
{
    hemo_cli_check_add(step->checks, HEMO_CLI_CHECK_OK, LEFT, about, words, remedy);
}

static void
tell_file(const HemoCliSetupStep *step, const char *path, const char *words)
{
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        tell(step, path, words, "");
}

static void
tell_kept(const HemoCliSetupStep *step, const char *path)
{
    g_autofree char *kept = g_strconcat(path, ".before-hemostat", NULL);

    tell_file(step, kept, _("is left: the file as it was before Hemostat changed it"));
}

void
hemo_cli_setup_undo_tell_left(const HemoCliSetupStep *step, const char *const *changed)
{
    g_autofree char *state = g_build_filename(g_get_user_state_dir(), "hemostat", NULL);

    if (step->leaving)
        return;
    tell_file(step, step->settings->accounts_path, _("is left: the accounts in Hemostat"));
    tell_file(step,
              state,
              _("is left: what Hemostat remembers, and the record of your decisions"));
    tell(step,
         "",
         _("in the keyring the entries of Hemostat are left: its own keys and the passwords of "
           "mail servers; without them nobody can read the record"),
         "");
    for (gsize i = 0; changed[i] != NULL; i++)
        tell_kept(step, changed[i]);
    tell_kept(step, step->settings->accounts_path);
    tell(step,
         "",
         _("the agent may still start at login"),
         "systemctl --user disable --now hemostat-agent.service");
}

void
hemo_cli_setup_undo_run(const HemoCliSetupStep *step)
{
    const char *const changed[] = {step->claws->clawsrc, step->claws->accountrc, NULL};
    g_autoptr(HemoIniText) text = hemo_ini_text_new(hemo_ini_text_slice(step->claws->settings));

    if (!remove_ours(step, text))
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           step->claws->clawsrc,
                           _("Claws Mail does not load the add-on"),
                           "");
    else if (hemo_cli_setup_plugin_may_write(
                 step,
                 NAME,
                 _("Take the add-on out of Claws Mail? It then sends "
                   "patient data in the clear")))
        hemo_cli_setup_step_write(step, NAME, step->claws->clawsrc, text);
    if (hemo_cli_check_has_failed(step->checks))
        return;
    hemo_cli_check_add(
        step->checks,
        HEMO_CLI_CHECK_WARN,
        "without-add-on",
        "",
        _("from now on Claws Mail sends your mail as it is, with patient data in "
          "the clear"),
        _("\"hemostat setup claws\" puts the add-on back"));
    hemo_cli_setup_undo_tell_left(step, changed);
}
