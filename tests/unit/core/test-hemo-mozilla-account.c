/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-account-import.h"
#include "hemo-mozilla-account.h"

/* Two accounts that send over different servers, one of them with two identities, local
 * folders, and one account that sends by its own protocol. */
#define FILE_TEXT                                                                              \
    "user_pref(\"mail.accountmanager.accounts\", \"account1, account2,account3,account4\");\n" \
    "user_pref(\"mail.accountmanager.defaultaccount\", \"account2\");\n"                       \
    "user_pref(\"mail.account.account1.server\", \"server1\");\n"                              \
    "user_pref(\"mail.account.account1.identities\", \"id1,id2\");\n"                          \
    "user_pref(\"mail.account.account2.server\", \"server2\");\n"                              \
    "user_pref(\"mail.account.account2.identities\", \"id3\");\n"                              \
    "user_pref(\"mail.account.account3.server\", \"server3\");\n"                              \
    "user_pref(\"mail.account.account4.server\", \"server4\");\n"                              \
    "user_pref(\"mail.account.account4.identities\", \"id4\");\n"                              \
    "user_pref(\"mail.server.server1.type\", \"imap\");\n"                                     \
    "user_pref(\"mail.server.server1.hostname\", \"IMAP.example.org\");\n"                     \
    "user_pref(\"mail.server.server1.socketType\", 3);\n"                                      \
    "user_pref(\"mail.server.server1.name\", \"Clinic\");\n"                                   \
    "user_pref(\"mail.server.server2.type\", \"pop3\");\n"                                     \
    "user_pref(\"mail.server.server2.hostname\", \"pop.example.com\");\n"                      \
    "user_pref(\"mail.server.server2.port\", 1110);\n"                                         \
    "user_pref(\"mail.server.server3.type\", \"none\");\n"                                     \
    "user_pref(\"mail.server.server4.type\", \"ews\");\n"                                      \
    "user_pref(\"mail.identity.id1.fullName\", \"Ana Ruiz\");\n"                               \
    "user_pref(\"mail.identity.id1.useremail\", \"ana@example.org\");\n"                       \
    "user_pref(\"mail.identity.id1.smtpServer\", \"smtp1\");\n"                                \
    "user_pref(\"mail.identity.id2.useremail\", \"desk@example.org\");\n"                      \
    "user_pref(\"mail.identity.id2.smtpServer\", \"smtp9\");\n"                                \
    "user_pref(\"mail.identity.id3.useremail\", \"ana@example.com\");\n"                       \
    "user_pref(\"mail.identity.id3.draft_folder\", \"mailbox://nobody@Local%20Folders/D\");\n" \
    "user_pref(\"mail.identity.id4.useremail\", \"ana@example.net\");\n"                       \
    "user_pref(\"mail.identity.id4.smtpServer\", \"ews1\");\n"                                 \
    "user_pref(\"mail.smtpservers\", \"smtp1,smtp2,ews1\");\n"                                 \
    "user_pref(\"mail.smtp.defaultserver\", \"smtp2\");\n"                                     \
    "user_pref(\"mail.smtpserver.smtp1.hostname\", \"Mail.example.org\");\n"                   \
    "user_pref(\"mail.smtpserver.smtp1.port\", 587);\n"                                        \
    "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 2);\n"                                       \
    "user_pref(\"mail.smtpserver.smtp1.authMethod\", 3);\n"                                    \
    "user_pref(\"mail.smtpserver.smtp1.username\", \"ana\");\n"                                \
    "user_pref(\"mail.smtpserver.smtp2.hostname\", \"smtp.example.com\");\n"                   \
    "user_pref(\"mail.smtpserver.smtp2.try_ssl\", 3);\n"                                       \
    "user_pref(\"mail.smtpserver.smtp2.authMethod\", 1);\n"                                    \
    "user_pref(\"mail.smtpserver.smtp2.username\", \"left over\");\n"                          \
    "user_pref(\"mail.smtpserver.ews1.type\", \"ews\");\n"

static HemoMozillaPrefs *
read_prefs(const char *more)
{
    g_autofree char *text = g_strconcat(FILE_TEXT, more, NULL);

    return hemo_mozilla_prefs_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY);
}

static void
test_identities(void)
{
    static const struct {
        const char *id;
        const char *title;
        const char *address;
        const char *host;
        guint16 port;
        HemoSecurity security;
        const char *user;
    } rows[] = {
        {"id1",
         "Clinic",
         "ana@example.org",
         "mail.example.org",
         587,
         HEMO_SECURITY_STARTTLS,
         "ana"},
        {"id2", "Clinic", "desk@example.org", "smtp.example.com", 465, HEMO_SECURITY_TLS, ""},
        {"id3",
         "ana@example.com",
         "ana@example.com",
         "smtp.example.com",
         465,
         HEMO_SECURITY_TLS,
         ""},
        {"id4", "ana@example.net", "ana@example.net", "", 0, HEMO_SECURITY_INVALID, ""},
    };
    g_autoptr(HemoMozillaPrefs) prefs = read_prefs("");

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoMailAccount) account = hemo_mozilla_account_identity(prefs, rows[i].id);

        g_test_message("%s", rows[i].id);
        g_assert_cmpstr(account->title, ==, rows[i].title);
        g_assert_cmpstr(account->address, ==, rows[i].address);
        g_assert_cmpstr(account->out.host, ==, rows[i].host);
        g_assert_cmpuint(account->out.port, ==, rows[i].port);
        g_assert_cmpint(account->out.security, ==, rows[i].security);
        g_assert_cmpstr(account->user, ==, rows[i].user);
    }
    g_assert_null(hemo_mozilla_account_identity(prefs, "id9"));
    g_assert_null(hemo_mozilla_account_identity(prefs, ""));
}

static void
test_incoming(void)
{
    static const struct {
        const char *id;
        HemoMailProtocol protocol;
        const char *host;
        guint16 port;
        HemoSecurity security;
    } rows[] = {
        {"account1", HEMO_MAIL_PROTOCOL_IMAP, "imap.example.org", 993, HEMO_SECURITY_TLS},
        {"account2", HEMO_MAIL_PROTOCOL_POP, "pop.example.com", 1110, HEMO_SECURITY_NONE},
        {"account3", HEMO_MAIL_PROTOCOL_NONE, "", 0, HEMO_SECURITY_INVALID},
        {"account4", HEMO_MAIL_PROTOCOL_INVALID, "", 0, HEMO_SECURITY_INVALID},
    };
    g_autoptr(HemoMozillaPrefs) prefs = read_prefs("");

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoMailAccount) account = hemo_mozilla_account_incoming(prefs, rows[i].id);

        g_test_message("%s", rows[i].id);
        g_assert_cmpint(account->protocol, ==, rows[i].protocol);
        g_assert_cmpstr(account->in.host, ==, rows[i].host);
        g_assert_cmpuint(account->in.port, ==, rows[i].port);
        g_assert_cmpint(account->in.security, ==, rows[i].security);
    }
    g_assert_null(hemo_mozilla_account_incoming(prefs, "account9"));
}

static void
test_all(void)
{
    g_autoptr(HemoMozillaPrefs) prefs = read_prefs("");
    g_autoptr(GPtrArray) accounts = hemo_mozilla_account_read(prefs);
    const HemoMailAccount *first = accounts->pdata[0];
    const HemoMailAccount *third = accounts->pdata[2];

    g_assert_cmpuint(accounts->len, ==, 4);
    g_assert_cmpstr(first->group, ==, "account1/id1");
    g_assert_cmpstr(first->name, ==, "Ana Ruiz");
    g_assert_false(first->is_default);
    g_assert_true(first->drafts_on_server);
    g_assert_true(third->is_default);
    g_assert_false(third->drafts_on_server);
    g_assert_null(hemo_account_import_obstacle(first));
    g_assert_nonnull(hemo_account_import_obstacle(accounts->pdata[3]));
}

/* Values no Thunderbird writes. */
static void
test_hostile(void)
{
    static const char *const more[] = {
        "user_pref(\"mail.smtpserver.smtp1.try_ssl\", -1);",
        "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 99);",
        "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 1);",
        "user_pref(\"mail.smtpserver.smtp1.hostname\", \"a b\\nc\");",
        "user_pref(\"mail.smtpserver.smtp1.hostname\", 5);",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(more); i++) {
        g_autoptr(HemoMozillaPrefs) prefs = read_prefs(more[i]);
        g_autoptr(HemoMailAccount) account = hemo_mozilla_account_identity(prefs, "id1");

        g_assert_true(*account->out.host == '\0' ||
                      account->out.security <= HEMO_SECURITY_NONE);
    }
}

static void
test_nothing_there(void)
{
    g_autoptr(HemoMozillaPrefs) prefs =
        hemo_mozilla_prefs_parse(HEMO_SLICE_EMPTY, HEMO_SLICE_EMPTY);
    g_autoptr(GPtrArray) accounts = hemo_mozilla_account_read(prefs);

    g_assert_cmpuint(accounts->len, ==, 0);
    g_assert_null(hemo_mozilla_account_incoming(prefs, "account1"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-account/identities", test_identities);
    g_test_add_func("/mozilla-account/incoming", test_incoming);
    g_test_add_func("/mozilla-account/all", test_all);
    g_test_add_func("/mozilla-account/hostile", test_hostile);
    g_test_add_func("/mozilla-account/nothing-there", test_nothing_there);
    return g_test_run();
}
