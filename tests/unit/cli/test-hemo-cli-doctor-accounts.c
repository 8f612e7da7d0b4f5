/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-accounts.h"

#include "thunderbird-home.h"

static HemoMailAccount *
make_account(const char *address, const char *host)
{
    HemoMailAccount *account = hemo_mail_account_new();

    account->group = g_strdup("x");
    account->title = g_strdup("Desk");
    account->name = g_strdup("");
    account->address = g_strdup(address);
    account->protocol = HEMO_MAIL_PROTOCOL_IMAP;
    account->out = (HemoMailServer){g_strdup(host), 587, HEMO_SECURITY_STARTTLS};
    account->user = g_strdup("");
    account->in.host = g_strdup("");
    return account;
}

/* scene ADDRESS HOST [drafts] */
static int
run(int argc, char **argv)
{
    g_autoptr(GPtrArray) accounts = hemo_mail_account_array();
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load("/nowhere", &fault, NULL);
    HemoMailAccount *account = make_account(argv[1], argv[2]);
    const HemoCliDoctorProgram program = {"Fine Mail", "fine", accounts};

    account->drafts_on_server = argc > 3;
    g_ptr_array_add(accounts, account);
    hemo_cli_doctor_accounts_run(checks, &program, settings);
    return hemo_cli_check_has_failed(checks) ? HEMO_CLI_USAGE : HEMO_CLI_GOOD;
}

/* The words name the mail program that it is about, and the verb that sets it up. */
static void
test_rows(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    const RunVerbRow rows[] = {
        {{"x", "a@example.org", "m.example.org"},
         HEMO_CLI_GOOD,
         "ok *same as Fine Mail\n*",
         NULL},
        {{"x", "a@example.org", "n.example.org"},
         HEMO_CLI_GOOD,
         "warn *than Fine Mail: host*\"hemostat setup fine --yes --replace\"\n*",
         NULL},
        {{"x", "b@example.net", "n.example.org"},
         HEMO_CLI_USAGE,
         "FAIL *does not know*\"hemostat setup fine\"*",
         NULL},
        {{"x", "a@example.org", "m.example.org", "drafts"},
         HEMO_CLI_GOOD,
         "*warn *\"hemostat setup fine --local-drafts\"*",
         NULL},
        {{"x", "nobody", "m.example.org"}, HEMO_CLI_GOOD, "warn *no mail address*", NULL},
    };

    thunderbird_home_write(
        base,
        "hemostat/accounts.conf",
        "[account x]\naddresses=a@example.org\nhost=m.example.org\nsecurity=starttls\n");
    run_verb_check(run, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-accounts/rows", test_rows);
    return g_test_run();
}
