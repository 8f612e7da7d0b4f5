/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * accounts.conf: what is read, what is refused, and what is not believed.
 */
#include "hemo-account.h"

#include "hemo-error.h"

#include <string.h>

static const char full[] = "[account work]\n"
                           "addresses = nurse@example.org; Desk@Example.ORG\n"
                           "names = Robin Invented; R. Invented\n"
                           "words = Oak Ward;\n"
                           "internal = Example.org; clinic.example.net.\n"
                           "host = smtp.Example.org\n"
                           "port = 465\n"
                           "security = tls\n"
                           "user = nurse\n"
                           "route = R2\n"
                           "enforcement = X-Require-Tls: yes\n"
                           "incoming-host = imap.example.org\n"
                           "baa = signed in 2026\n";

static HemoAccounts *
parse(const char *administrator, const char *user, gboolean trust_user)
{
    g_autoptr(GError) error = NULL;
    HemoAccounts *accounts = hemo_accounts_parse(hemo_slice_text(administrator),
                                                 hemo_slice_text(user),
                                                 trust_user,
                                                 &error);

    g_assert_no_error(error);
    return accounts;
}

static void
check_full(const HemoAccount *account, gboolean trusted)
{
    g_assert_cmpstr(hemo_account_id(account), ==, "work");
    g_assert_cmpstr(hemo_account_addresses(account)[1], ==, "Desk@Example.ORG");
    g_assert_null(hemo_account_addresses(account)[2]);
    g_assert_cmpstr(hemo_account_names(account)[0], ==, "Robin Invented");
    g_assert_cmpstr(hemo_account_words(account)[0], ==, "Oak Ward");
    g_assert_null(hemo_account_words(account)[1]);
    g_assert_cmpstr(hemo_account_host(account), ==, "smtp.example.org");
    g_assert_cmpuint(hemo_account_port(account), ==, 465);
    g_assert_cmpint(hemo_account_security(account), ==, HEMO_SECURITY_TLS);
    g_assert_cmpstr(hemo_account_user(account), ==, "nurse");
    g_assert_cmpstr(hemo_account_incoming_host(account), ==, "imap.example.org");
    g_assert_cmpint(hemo_account_route(account), ==, trusted ? HEMO_ROUTE_R2 : HEMO_ROUTE_R0);
    g_assert_cmpstr(hemo_account_enforcement(account),
                    ==,
                    trusted ? "X-Require-Tls: yes" : NULL);
    g_assert_cmpuint(g_strv_length((GStrv)hemo_account_internal(account)), ==, trusted ? 2 : 0);
    g_assert_cmpint(hemo_account_is_internal(account, "example.org"), ==, trusted);
    g_assert_cmpint(hemo_account_is_internal(account, "clinic.example.net"), ==, trusted);
    g_assert_false(hemo_account_is_internal(account, "sub.example.org"));
    g_assert_false(hemo_account_is_internal(account, ""));
}

static void
test_administrator(void)
{
    g_autoptr(HemoAccounts) accounts = parse(full, "", FALSE);

    check_full(hemo_accounts_find(accounts, "work"), TRUE);
}

/* What a user writes about her own route would raise trust: it is not believed. */
static void
test_user_is_not_believed(void)
{
    g_autoptr(HemoAccounts) accounts = parse("", full, FALSE);

    check_full(hemo_accounts_find(accounts, "work"), FALSE);
}

static void
test_user_is_believed_if_told(void)
{
    g_autoptr(HemoAccounts) accounts = parse("", full, TRUE);

    check_full(hemo_accounts_find(accounts, "work"), TRUE);
}

static void
test_administrator_wins(void)
{
    static const char other[] = "[account work]\nhost=evil.example.com\nroute=R1\n"
                                "security=none\n[account home]\nhost=smtp.example.com\n";
    g_autoptr(HemoAccounts) accounts = parse(full, other, TRUE);

    check_full(hemo_accounts_find(accounts, "work"), TRUE);
    g_assert_cmpstr(hemo_account_host(hemo_accounts_find(accounts, "home")),
                    ==,
                    "smtp.example.com");
}

static void
test_unknown(void)
{
    g_autoptr(HemoAccounts) none = parse("", "", FALSE);
    g_autoptr(HemoAccounts) accounts = parse(full, "", FALSE);

    g_assert_null(hemo_accounts_find(none, "work"));
    g_assert_null(hemo_accounts_find(accounts, "Work"));
    g_assert_null(hemo_accounts_find(accounts, ""));
}

/* An account that says nothing guarantees nothing. */
static void
test_defaults(void)
{
    g_autoptr(HemoAccounts) accounts = parse("[account bare]\n", "", FALSE);
    const HemoAccount *account = hemo_accounts_find(accounts, "bare");

    g_assert_cmpint(hemo_account_route(account), ==, HEMO_ROUTE_R0);
    g_assert_cmpint(hemo_account_security(account), ==, HEMO_SECURITY_STARTTLS);
    g_assert_cmpuint(hemo_account_port(account), ==, 587);
    g_assert_null(hemo_account_host(account));
    g_assert_null(hemo_account_user(account));
    g_assert_null(hemo_account_enforcement(account));
    g_assert_null(hemo_account_incoming_host(account));
    g_assert_null(hemo_account_addresses(account)[0]);
}

static void
test_security(void)
{
    static const struct {
        const char *text;
        HemoSecurity security;
    } rows[] = {
        {"[account a]\nsecurity=none\n", HEMO_SECURITY_NONE},
        {"[account a]\nsecurity=starttls\n", HEMO_SECURITY_STARTTLS},
        {"[account a]\nsecurity=tls\n", HEMO_SECURITY_TLS},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoAccounts) accounts = parse("", rows[i].text, FALSE);

        g_assert_cmpint(hemo_account_security(hemo_accounts_find(accounts, "a")),
                        ==,
                        rows[i].security);
    }
}

static const struct {
    const char *line;
    const char *named;
} bad_lines[] = {
    {"addresses=", "addresses"},
    {"addresses=nobody", "addresses"},
    {"addresses=a@example.org; b@", "addresses"},
    {"internal=example.org; not a domain", "internal"},
    {"internal=192.0.2.1/24", "internal"},
    {"host=", "host"},
    {"host=smtp example", "host"},
    {"host=-x.example", "host"},
    {"port=0", "port"},
    {"port=65536", "port"},
    {"port=587x", "port"},
    {"port=+587", "port"},
    {"security=ssl", "security"},
    {"security=", "security"},
    {"user=", "user"},
    {"route=R4", "route"},
    {"route=r1", "route"},
    {"route=R3", "route"},
    {"route=R2", "enforcement"},
    {"incoming-host=imap example", "incoming-host"},
    {"password=secret", "password"},
    {"host[de]=smtp.example.org", "host[de]"},
    {"Host=smtp.example.org", "Host"},
    {"names=\xff", "names"},
    /* enforcement: one private field, one line */
    {"enforcement=X-Tls", "enforcement"},
    {"enforcement=X-: yes", "enforcement"},
    {"enforcement=Subject: yes", "enforcement"},
    {"enforcement=Bcc: a@example.com", "enforcement"},
    {"enforcement=X-Tls: yes\\nBcc: a@example.com", "enforcement"},
    {"enforcement=X-Tls: yes\\r\\nBcc: a@example.com", "enforcement"},
    {"enforcement=X-Tls: yes\\tand", "enforcement"},
    {"enforcement=X-T ls: yes", "enforcement"},
    {"enforcement=X-T\\nls: yes", "enforcement"},
    {"enforcement=X-Tls: j\xc3\xa4", "enforcement"},
};

static void
test_bad_lines(void)
{
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(bad_lines); i++) {
        gsize row = i / 2;
        g_autofree char *text = g_strdup_printf("[account work]\n%s\n", bad_lines[row].line);
        HemoSlice file = hemo_slice_text(text);
        gboolean user = i % 2 == 1;
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_accounts_parse(user ? HEMO_SLICE_EMPTY : file,
                                          user ? file : HEMO_SLICE_EMPTY,
                                          FALSE,
                                          &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
        g_assert_nonnull(strstr(error->message, bad_lines[row].named));
        g_assert_nonnull(strstr(error->message, "[account work]"));
        g_assert_nonnull(strstr(error->message, user ? "your" : "administrator's"));
    }
}

static void
test_bad_files(void)
{
    static const char nul[] = "[account work]\nhost=a.example\n\0route=R2\n";
    g_autofree char *big = g_strnfill(2 * 1024 * 1024, '#');
    const HemoSlice files[] = {
        hemo_slice_text("[accounts]\n"),
        hemo_slice_text("[account ]\n"),
        hemo_slice_text("[default]\n"),
        hemo_slice_text("host=a.example\n"),
        hemo_slice_text("<html>"),
        hemo_slice(nul, sizeof nul - 1),
        hemo_slice_text(big),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_accounts_parse(HEMO_SLICE_EMPTY, files[i], FALSE, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    }
}

static void
test_ref(void)
{
    g_autoptr(HemoAccounts) accounts = parse(full, "", FALSE);

    hemo_accounts_unref(hemo_accounts_ref(accounts));
    check_full(hemo_accounts_find(accounts, "work"), TRUE);
    hemo_accounts_unref(NULL);
}

static void
test_id(void)
{
    g_autoptr(HemoAccounts) one = parse(full, "", FALSE);
    g_autoptr(HemoAccounts) same = parse(full, "", FALSE);
    g_autoptr(HemoAccounts) believed = parse(full, "", TRUE);
    g_autoptr(HemoAccounts) user = parse("", full, FALSE);

    g_assert_cmpstr(hemo_accounts_id(one), ==, hemo_accounts_id(same));
    g_assert_cmpstr(hemo_accounts_id(one), !=, hemo_accounts_id(believed));
    g_assert_cmpstr(hemo_accounts_id(one), !=, hemo_accounts_id(user));
}

/* The mail program's own settings say which account it is. */
static void
test_find_server(void)
{
    static const char administrator[] =
        "[account ward]\nhost=smtp.example.org\nuser=ward\naddresses=ward@example.org\n"
        "[account desk]\nhost=smtp.example.org\nuser=ward\naddresses=desk@example.org\n"
        "[account open]\nhost=relay.example.org\nport=25\naddresses=open@example.org\n"
        "[account bare]\n";
    static const char user[] =
        "[account ward]\nhost=smtp.elsewhere.example\nuser=me\naddresses=me@example.org\n";
    static const struct {
        const char *host;
        guint16 port;
        const char *user;
        const char *from;
        const char *id; /* NULL: none */
    } rows[] = {
        {"smtp.example.org", 587, "ward", "ward@example.org", "ward"},
        {"SMTP.Example.ORG.", 587, "ward", "Ward@example.org", "ward"},
        {"smtp.example.org", 587, "ward", "desk@example.org", "desk"},
        {"smtp.example.org", 587, "ward", "other@example.org", "ward"},
        {"smtp.example.org", 587, "ward", "", "ward"},
        {"smtp.example.org", 587, "Ward", "ward@example.org", NULL},
        {"smtp.example.org", 587, "", "ward@example.org", NULL},
        {"smtp.example.org", 465, "ward", "ward@example.org", NULL},
        {"example.org", 587, "ward", "ward@example.org", NULL},
        {"smtp.example.org..", 587, "ward", "ward@example.org", NULL},
        {"", 587, "ward", "ward@example.org", NULL},
        {"relay.example.org", 25, "", "open@example.org", "open"},
        {"relay.example.org", 25, "anybody", "OPEN@Example.org", "open"},
        {"relay.example.org", 25, "", "else@example.org", NULL},
        {"relay.example.org", 25, "", "", NULL},
        /* its name means the administrator's, which has another server */
        {"smtp.elsewhere.example", 587, "me", "me@example.org", NULL},
    };
    g_autoptr(HemoAccounts) accounts = parse(administrator, user, TRUE);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoAccount *account = hemo_accounts_find_server(accounts,
                                                               rows[i].host,
                                                               rows[i].port,
                                                               rows[i].user,
                                                               rows[i].from);

        g_assert_cmpstr(account != NULL ? hemo_account_id(account) : NULL, ==, rows[i].id);
    }
    g_assert_true(hemo_accounts_has_address(accounts, "Ward@Example.org"));
    g_assert_true(hemo_accounts_has_address(accounts, "desk@example.org"));
    g_assert_false(hemo_accounts_has_address(accounts, "me@example.org")); /* hidden */
    g_assert_false(hemo_accounts_has_address(accounts, "nora@example.org"));
    g_assert_false(hemo_accounts_has_address(accounts, "nobody"));
    g_assert_false(hemo_accounts_has_address(NULL, "desk@example.org"));
}

/* Whoever takes off the "#" of any line of the example has settings that can be used. */
static void
test_example(void)
{
    g_autofree char *path =
        g_build_filename(g_getenv("srcdir"), "..", "data", "accounts.conf", NULL);
    g_autoptr(GRegex) off = g_regex_new("^#(?=\\[|[a-z0-9-]+ = )", G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *example = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoAccounts) settings = NULL;

    g_assert_true(g_file_get_contents(path, &example, NULL, NULL));
    text = g_regex_replace_literal(off, example, -1, 0, "", 0, NULL);
    g_assert_cmpuint(strlen(text), <, strlen(example));
    settings = hemo_accounts_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY, FALSE, &error);
    g_assert_no_error(error);
    g_assert_nonnull(settings);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/account/administrator", test_administrator);
    g_test_add_func("/account/user-is-not-believed", test_user_is_not_believed);
    g_test_add_func("/account/user-is-believed-if-told", test_user_is_believed_if_told);
    g_test_add_func("/account/administrator-wins", test_administrator_wins);
    g_test_add_func("/account/unknown", test_unknown);
    g_test_add_func("/account/defaults", test_defaults);
    g_test_add_func("/account/security", test_security);
    g_test_add_func("/account/bad-lines", test_bad_lines);
    g_test_add_func("/account/bad-files", test_bad_files);
    g_test_add_func("/account/id", test_id);
    g_test_add_func("/account/ref", test_ref);
    g_test_add_func("/account/find-server", test_find_server);
    g_test_add_func("/account/example", test_example);
    return g_test_run();
}
