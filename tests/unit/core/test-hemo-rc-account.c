/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-rc-account.h"

#define FILE_TEXT                                                                              \
    "[Account: 1]\naccount_name=Clinic\nis_default=1\nname=Ana Ruiz\n"                         \
    "address=ana.ruiz@example.org\nprotocol=1\nreceive_server=IMAP.example.org\n"              \
    "smtp_server=mail.example.org\nuser_id=ana\nssl_imap=1\nssl_smtp=2\nuse_smtp_auth=1\n"     \
    "set_smtpport=1\nsmtp_port=587\npassword=!never\n\n"                                       \
    "[Account: 2]\naccount_name=Old\nprotocol=0\nreceive_server=pop.example.org\n"             \
    "smtp_server=smtp.example.org\nssl_smtp=1\nsmtp_port=2525\nsmtp_user_id=x\n"               \
    "ssl_certs_auto_accept=1\nset_draft_folder=1\ndraft_folder=#imap/Clinic/Drafts\n\n"        \
    "[Account: 3]\nprotocol=1\nset_draft_folder=1\ndraft_folder=#mh/Mailbox/draft\n"           \
    "use_mail_command=1\nssl_smtp=9\nsmtp_server=192.0.2.1 bad\nsmtp_port=99999\n"             \
    "[Account: 4]\nprotocol=7\nset_smtpport=1\nsmtp_port=99999\n[Other]\nprotocol=0\n"

static GPtrArray *
read_accounts(void)
{
    g_autoptr(HemoIniText) ini = hemo_ini_text_new(hemo_slice_text(FILE_TEXT));

    return hemo_rc_accounts_read(ini);
}

static void
test_who(void)
{
    g_autoptr(GPtrArray) accounts = read_accounts();
    const HemoMailAccount *account = accounts->pdata[0];

    g_assert_cmpuint(accounts->len, ==, 4);
    g_assert_cmpstr(account->group, ==, "Account: 1");
    g_assert_cmpstr(account->title, ==, "Clinic");
    g_assert_cmpstr(account->name, ==, "Ana Ruiz");
    g_assert_cmpstr(account->address, ==, "ana.ruiz@example.org");
    g_assert_cmpstr(account->user, ==, "ana");
    g_assert_true(account->is_default);
}

static void
test_legs(void)
{
    static const struct {
        guint account;
        HemoMailProtocol protocol;
        const char *out;
        guint16 out_port;
        HemoSecurity out_security;
        const char *in;
        guint16 in_port;
    } rows[] = {
        {0,
         HEMO_MAIL_PROTOCOL_IMAP,
         "mail.example.org",
         587,
         HEMO_SECURITY_STARTTLS,
         "imap.example.org",
         993},
        {1,
         HEMO_MAIL_PROTOCOL_POP,
         "smtp.example.org",
         465,
         HEMO_SECURITY_TLS,
         "pop.example.org",
         110},
        {2, HEMO_MAIL_PROTOCOL_IMAP, "", 25, HEMO_SECURITY_INVALID, "", 143},
        {3, HEMO_MAIL_PROTOCOL_INVALID, "", 25, HEMO_SECURITY_NONE, "", 0},
    };
    g_autoptr(GPtrArray) accounts = read_accounts();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoMailAccount *account = accounts->pdata[rows[i].account];

        g_assert_cmpint(account->protocol, ==, rows[i].protocol);
        g_assert_cmpstr(account->out.host, ==, rows[i].out);
        g_assert_cmpuint(account->out.port, ==, rows[i].out_port);
        g_assert_cmpint(account->out.security, ==, rows[i].out_security);
        g_assert_cmpstr(account->in.host, ==, rows[i].in);
        g_assert_cmpuint(account->in.port, ==, rows[i].in_port);
    }
}

static void
test_what_weakens(void)
{
    static const struct {
        gboolean command;
        gboolean any_certificate;
        gboolean drafts;
        const char *user;
    } rows[] = {
        {FALSE, FALSE, TRUE, "ana"},
        {FALSE, TRUE, TRUE, ""},
        {TRUE, FALSE, FALSE, ""},
        {FALSE, FALSE, FALSE, ""},
    };
    g_autoptr(GPtrArray) accounts = read_accounts();

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        g_assert_cmpint(account->uses_command, ==, rows[i].command);
        g_assert_cmpint(account->auto_accepts_certificates, ==, rows[i].any_certificate);
        g_assert_cmpint(account->drafts_on_server, ==, rows[i].drafts);
        g_assert_cmpstr(account->user, ==, rows[i].user);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rc-account/who", test_who);
    g_test_add_func("/rc-account/legs", test_legs);
    g_test_add_func("/rc-account/what-weakens", test_what_weakens);
    return g_test_run();
}
