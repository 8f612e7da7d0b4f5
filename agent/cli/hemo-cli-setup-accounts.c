/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-setup-accounts.h.
 */
#include "hemo-cli-setup-accounts.h"

#include "hemo-account-import.h"

#include <glib/gi18n-lib.h>

#define NAME "accounts"

static void
tell_obstacles(const HemoCliSetupStep *step)
{
    g_autofree char *remedy =
        g_strdup_printf(_("Choose TLS or STARTTLS in %s, then run this again"), step->program);

    for (guint i = 0; i < step->accounts->len; i++) {
        const HemoMailAccount *account = step->accounts->pdata[i];
        const char *obstacle = hemo_account_import_obstacle(account);

        if (obstacle != NULL)
            hemo_cli_check_add(step->checks,
                               HEMO_CLI_CHECK_WARN,
                               NAME,
                               account->title,
                               obstacle,
                               _("Hemostat holds patient data in its mail"));
        else if (account->out.security == HEMO_SECURITY_NONE)
            hemo_cli_check_add(step->checks,
                               HEMO_CLI_CHECK_WARN,
                               NAME,
                               account->title,
                               _("its mail server is reached without TLS"),
                               remedy);
    }
}

static guint
show(const HemoCliSetupStep *step, const GPtrArray *items, gboolean replacing)
{
    guint n = 0;

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        if ((item->now != NULL) != replacing)
            continue;
        hemo_cli_setup_step_show(step, item->group, item->key, item->now, item->want);
        n++;
    }
    return n;
}

static void
apply(HemoIniText *text, const GPtrArray *items, gboolean replacing)
{
    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        if ((item->now != NULL) == replacing)
            hemo_ini_text_set(text, item->group, item->key, item->want);
    }
}

/* Shows, asks, and puts into @text; TRUE if something was put there. */
static gboolean
add_new(const HemoCliSetupStep *step, const GPtrArray *items, HemoIniText *text)
{
    if (show(step, items, FALSE) == 0)
        return FALSE;
    if (hemo_cli_setup_step_ask(step, _("Write these lines into accounts.conf?"))) {
        apply(text, items, FALSE);
        return TRUE;
    }
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_FAIL,
                       NAME,
                       step->settings->accounts_path,
                       _("the lines above are not there yet"),
                       _("Run this with --yes to write them"));
    return FALSE;
}

static gboolean
replace_old(const HemoCliSetupStep *step, const GPtrArray *items, HemoIniText *text)
{
    g_autofree char *words =
        g_strdup_printf(_("some lines say something else than %s"), step->program);

    if (show(step, items, TRUE) == 0)
        return FALSE;
    if (hemo_cli_setup_step_ask_replace(step, _("Replace what stands there now?"))) {
        apply(text, items, TRUE);
        return TRUE;
    }
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_WARN,
                       NAME,
                       step->settings->accounts_path,
                       words,
                       _("Correct one of the two, or run this with --yes --replace"));
    return FALSE;
}

/* Never a file that the agent would refuse: that would hold all mail. */
static void
write_checked(const HemoCliSetupStep *step, const HemoIniText *text)
{
    GError *error = NULL;
    g_autoptr(HemoAccounts) accounts =
        hemo_accounts_parse(hemo_ini_text_slice(step->settings->system_accounts_text),
                            hemo_ini_text_slice(text),
                            FALSE,
                            &error);

    if (accounts != NULL) {
        hemo_cli_setup_step_write(step, NAME, step->settings->accounts_path, text);
        return;
    }
    hemo_cli_check_add(step->checks,
                       HEMO_CLI_CHECK_FAIL,
                       NAME,
                       step->settings->accounts_path,
                       error->message,
                       _("Correct it, then run this again"));
    g_error_free(error);
}

void
hemo_cli_setup_accounts_run(const HemoCliSetupStep *step)
{
    HemoIniText *before = step->settings->accounts_text;
    g_autoptr(HemoIniText) text = hemo_ini_text_new(hemo_ini_text_slice(before));
    g_autoptr(GPtrArray) items =
        hemo_account_import_plan(before, step->settings->system_accounts_text, step->accounts);
    g_autofree char *words = g_strdup_printf(_("says the same as %s"), step->program);
    gboolean has_new;

    tell_obstacles(step);
    has_new = add_new(step, items, text);
    if (replace_old(step, items, text) || has_new)
        write_checked(step, text);
    else if (items->len == 0)
        hemo_cli_check_add(step->checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           step->settings->accounts_path,
                           words,
                           "");
}
