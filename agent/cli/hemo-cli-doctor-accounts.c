/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-accounts.h.
 */
#include "hemo-cli-doctor-accounts.h"

#include "hemo-account-import.h"

#include <glib/gi18n-lib.h>

/* The keys in which the mail program and accounts.conf differ, with commas. */
static char *
find_differences(const GPtrArray *items, const char *group)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        if (g_str_equal(item->group, group))
            g_ptr_array_add(keys, item->key);
    }
    g_ptr_array_add(keys, NULL);
    return keys->len > 1 ? g_strjoinv(", ", (char **)keys->pdata) : NULL;
}

static void
compare_known(HemoCliCheck *checks,
              const HemoCliDoctorProgram *program,
              const HemoMailAccount *account,
              const char *group,
              const GPtrArray *items)
{
    g_autofree char *differences = find_differences(items, group);
    g_autofree char *words = NULL;
    g_autofree char *remedy = NULL;

    if (differences == NULL) {
        words = g_strdup_printf(_("accounts.conf says the same as %s"), program->name);
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_OK, "account", account->title, words, "");
        return;
    }
    words = g_strdup_printf(_("accounts.conf says something else than %s: %s"),
                            program->name,
                            differences);
    remedy =
        g_strdup_printf(_("Correct one of the two, or \"hemostat setup %s --yes --replace\""),
                        program->verb);
    hemo_cli_check_add(checks, HEMO_CLI_CHECK_WARN, "account", account->title, words, remedy);
}

static void
compare_account(HemoCliCheck *checks,
                const HemoCliDoctorProgram *program,
                const HemoMailAccount *account,
                const HemoCliSettings *settings,
                const GPtrArray *items)
{
    g_autofree char *theirs = hemo_account_import_find(settings->system_accounts_text, account);
    g_autofree char *ours = hemo_account_import_find(settings->accounts_text, account);
    g_autofree char *remedy =
        g_strdup_printf(_("\"hemostat setup %s\" does that"), program->verb);

    if (theirs != NULL)
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           "account",
                           account->title,
                           _("your organisation has set it up"),
                           "");
    else if (ours != NULL)
        compare_known(checks, program, account, ours, items);
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           "account",
                           account->title,
                           _("Hemostat does not know this account, and trusts its server with "
                             "nothing"),
                           remedy);
}

/* Settings that weaken what Hemostat does.  In a remedy the program's verb may stand. */
static const struct {
    gsize flag; /* offset of the gboolean in HemoMailAccount */
    HemoCliCheckStatus status;
    const char *name;
    const char *words;
    const char *remedy;
} weaknesses[] = {
    {G_STRUCT_OFFSET(HemoMailAccount, auto_accepts_certificates),
     HEMO_CLI_CHECK_WARN,
     "certificates",
     N_("new certificates of this account's servers are accepted without asking"),
     N_("Switch \"Automatically accept valid TLS certificates\" off in the account")},
    {G_STRUCT_OFFSET(HemoMailAccount, drafts_on_server),
     HEMO_CLI_CHECK_WARN,
     "drafts",
     N_("drafts lie on the mail server, as you typed them"),
     N_("\"hemostat setup %s --local-drafts\" keeps them on this computer")},
    {G_STRUCT_OFFSET(HemoMailAccount, queue_on_server),
     HEMO_CLI_CHECK_WARN,
     "queue",
     N_("mail that you send later waits on the mail server"),
     N_("Choose a local queue folder in the account's settings")},
};

static void
check_weaknesses(HemoCliCheck *checks,
                 const HemoCliDoctorProgram *program,
                 const HemoMailAccount *account)
{
    for (gsize i = 0; i < G_N_ELEMENTS(weaknesses); i++) {
        g_auto(GStrv) parts = g_strsplit(_(weaknesses[i].remedy), "%s", 2);
        g_autofree char *remedy = g_strjoinv(program->verb, parts);

        if (G_STRUCT_MEMBER(gboolean, account, weaknesses[i].flag))
            hemo_cli_check_add(checks,
                               weaknesses[i].status,
                               weaknesses[i].name,
                               account->title,
                               _(weaknesses[i].words),
                               remedy);
    }
}

static void
check_account(HemoCliCheck *checks,
              const HemoCliDoctorProgram *program,
              const HemoMailAccount *account,
              const HemoCliSettings *settings,
              const GPtrArray *items)
{
    const char *obstacle = hemo_account_import_obstacle(account);

    if (obstacle != NULL) {
        hemo_cli_check_add(checks,
                           account->is_default ? HEMO_CLI_CHECK_FAIL : HEMO_CLI_CHECK_WARN,
                           account->uses_command ? "mail-command" : "account",
                           account->title,
                           obstacle,
                           "");
        return;
    }
    if (settings != NULL)
        compare_account(checks, program, account, settings, items);
    check_weaknesses(checks, program, account);
}

void
hemo_cli_doctor_accounts_run(HemoCliCheck *checks,
                             const HemoCliDoctorProgram *program,
                             const HemoCliSettings *settings)
{
    g_autoptr(GPtrArray) items = settings != NULL
                                     ? hemo_account_import_plan(settings->accounts_text,
                                                                settings->system_accounts_text,
                                                                program->accounts)
                                     : NULL;

    for (guint i = 0; i < program->accounts->len; i++)
        check_account(checks, program, program->accounts->pdata[i], settings, items);
}
