/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-account-import.h"
#include "hemo-rc-account.h"

#define CLINIC                                                                                 \
    "[Account: 1]\naccount_name=Clinic (main)\nname=Ana Ruiz\naddress=ana@example.org\n"       \
    "protocol=1\nreceive_server=imap.example.org\nsmtp_server=mail.example.org\nuser_id=ana\n" \
    "ssl_smtp=2\nuse_smtp_auth=1\nset_smtpport=1\nsmtp_port=587\n"
#define DESK                                                                                   \
    "[Account: "                                                                               \
    "2]\naccount_name=Desk\naddress=desk@example.org\nsmtp_server=mail.example.org\n"          \
    "user_id=ana\nssl_smtp=2\nuse_smtp_auth=1\nset_smtpport=1\nsmtp_port=587\n"
#define PLAIN                                                                                  \
    "[Account: 3]\naccount_name=\xc3\xa9\naddress=p@example.com\nsmtp_server=m.example.com\n"

static char *
plan(const char *conf, const char *administrator, const char *accountrc)
{
    g_autoptr(HemoIniText) ours = hemo_ini_text_new(hemo_slice_text(conf));
    g_autoptr(HemoIniText) theirs = hemo_ini_text_new(hemo_slice_text(administrator));
    g_autoptr(HemoIniText) rc = hemo_ini_text_new(hemo_slice_text(accountrc));
    g_autoptr(GPtrArray) accounts = hemo_rc_accounts_read(rc);
    g_autoptr(GPtrArray) items = hemo_account_import_plan(ours, theirs, accounts);
    GString *lines = g_string_new(NULL);

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        g_string_append_printf(lines,
                               "%s %s=%s<%s\n",
                               item->group,
                               item->key,
                               item->want,
                               item->now != NULL ? item->now : "");
    }
    return g_string_free(lines, FALSE);
}

static void
test_plans(void)
{
    static const struct {
        const char *conf;
        const char *administrator;
        const char *accountrc;
        const char *items;
    } rows[] = {
        {"",
         "",
         CLINIC,
         "account clinic-main addresses=ana@example.org<\naccount clinic-main names=Ana Ruiz<\n"
         "account clinic-main host=mail.example.org<\naccount clinic-main port=587<\n"
         "account clinic-main security=starttls<\naccount clinic-main user=ana<\n"
         "account clinic-main incoming-host=imap.example.org<\n"},
        /* two addresses of one log-in are one account */
        {"",
         "",
         DESK "\naddress=desk@example.org\n" DESK,
         "account desk addresses=desk@example.org<\naccount desk host=mail.example.org<\n"
         "account desk port=587<\naccount desk security=starttls<\naccount desk user=ana<\n"},
        /* what agrees is left alone, and a missing port is 587 */
        {"[account x]\naddresses = ana@example.org\nnames = Ana Ruiz\nhost = MAIL.example.org\n"
         "security = starttls\nuser = ana\nincoming-host=imap.example.org\n",
         "",
         CLINIC,
         ""},
        /* a difference says what is there */
        {"[account x]\naddresses=b@example.org; ana@example.org\nnames=A. Ruiz\n"
         "host=old.example.org\nsecurity=tls\nuser=ana\nincoming-host=imap.example.org\nport="
         "465\n",
         "",
         CLINIC,
         "account x names=A. Ruiz; Ana Ruiz<A. Ruiz\n"
         "account x host=mail.example.org<old.example.org\naccount x port=587<465\n"
         "account x security=starttls<tls\n"},
        /* what is said of a server does not hold for the next one */
        {"[account clinic-main]\naddresses=ana@example.org\nhost=old.example.org\nuser=ana\n"
         "route=R2\nenforcement=X-Enforce: yes\n",
         "",
         CLINIC,
         "account clinic-main-2 addresses=ana@example.org<\n"
         "account clinic-main-2 names=Ana Ruiz<\naccount clinic-main-2 host=mail.example.org<\n"
         "account clinic-main-2 port=587<\naccount clinic-main-2 security=starttls<\n"
         "account clinic-main-2 user=ana<\n"
         "account clinic-main-2 incoming-host=imap.example.org<\n"},
        {"[account x]\naddresses=ana@example.org\nnames=Ana Ruiz\nhost=mail.example.org\n"
         "security=starttls\nuser=ana\nincoming-host=imap.example.org\nroute=R1\n"
         "internal=example.org\n",
         "",
         CLINIC,
         ""},
        /* the administrator's accounts are left to him */
        {"", "[account org]\naddresses=ana@example.org\n", CLINIC, ""},
        {"[account mail]\nhost=other.example.org\n",
         "",
         PLAIN,
         "account mail-2 addresses=p@example.com<\naccount mail-2 host=m.example.com<\n"
         "account mail-2 port=25<\naccount mail-2 security=none<\n"},
        {"",
         "",
         "[Account: 1]\naddress=a@example.org\nuse_mail_command=1\nsmtp_server=m.example.org\n",
         ""},
        {"", "", "[Account: 1]\naddress=nobody\nsmtp_server=m.example.org\n", ""},
        /* nothing that stands in the file can end a line or a list of ours */
        {"",
         "",
         "[Account: 1]\naccount_name=]\naddress=a@example.org\nsmtp_server=m.example.org\n"
         "name=Ruiz; Ana\\n\x01\n",
         "account mail addresses=a@example.org<\naccount mail names=Ruiz  Ana\\\\n<\n"
         "account mail host=m.example.org<\naccount mail port=25<\naccount mail "
         "security=none<\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *items = plan(rows[i].conf, rows[i].administrator, rows[i].accountrc);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(items, ==, rows[i].items);
    }
}

static void
test_two_addresses(void)
{
    g_autofree char *items = plan("", "", CLINIC DESK);

    g_assert_true(
        g_str_has_prefix(items,
                         "account clinic-main addresses=ana@example.org; desk@example.org<\n"));
    g_assert_null(g_strstr_len(items, -1, "account desk"));
}

/* What would be written is taken by the agent. */
static void
test_agent_reads_it(void)
{
    g_autoptr(HemoIniText) conf = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    g_autoptr(HemoIniText) rc = hemo_ini_text_new(hemo_slice_text(CLINIC PLAIN));
    g_autoptr(GPtrArray) theirs = hemo_rc_accounts_read(rc);
    g_autoptr(GPtrArray) items = hemo_account_import_plan(conf, NULL, theirs);
    g_autoptr(HemoAccounts) accounts = NULL;
    GError *error = NULL;

    for (guint i = 0; i < items->len; i++) {
        const HemoAccountImportItem *item = items->pdata[i];

        hemo_ini_text_set(conf, item->group, item->key, item->want);
    }
    accounts = hemo_accounts_parse(HEMO_SLICE_EMPTY, hemo_ini_text_slice(conf), FALSE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(hemo_account_security(hemo_accounts_find(accounts, "clinic-main")),
                    ==,
                    HEMO_SECURITY_STARTTLS);
    g_assert_cmpint(hemo_account_security(hemo_accounts_find(accounts, "mail")),
                    ==,
                    HEMO_SECURITY_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/account-import/plans", test_plans);
    g_test_add_func("/account-import/two-addresses", test_two_addresses);
    g_test_add_func("/account-import/agent-reads-it", test_agent_reads_it);
    return g_test_run();
}
