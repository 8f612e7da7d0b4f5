/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-server.h"

typedef struct {
    const char *name;
    SSLType ssl;
    gboolean unchecked;
    gboolean by_command;
    gboolean own_port;
    gboolean auth;
    const char *smtp_user;
    guint16 port;
    const char *user;
    const char *security;
} Case;

static const Case cases[] = {
    {"plain", SSL_NONE, FALSE, FALSE, FALSE, FALSE, NULL, 25, "", "none"},
    {"tls", SSL_TUNNEL, FALSE, FALSE, FALSE, TRUE, "out", 465, "out", "tls"},
    {"starttls", SSL_STARTTLS, FALSE, FALSE, FALSE, TRUE, "out", 25, "out", "starttls"},
    {"own-port", SSL_STARTTLS, FALSE, FALSE, TRUE, TRUE, "out", 587, "out", "starttls"},
    {"receiving-user", SSL_TUNNEL, FALSE, FALSE, FALSE, TRUE, NULL, 465, "in", "tls"},
    {"empty-user", SSL_TUNNEL, FALSE, FALSE, FALSE, TRUE, "", 465, "in", "tls"},
    {"no-login", SSL_TUNNEL, FALSE, FALSE, FALSE, FALSE, "out", 465, "", "tls"},
    {"unchecked-tls", SSL_TUNNEL, TRUE, FALSE, FALSE, FALSE, NULL, 465, "", "unverified"},
    {"unchecked-starttls", SSL_STARTTLS, TRUE, FALSE, FALSE, FALSE, NULL, 25, "", "unverified"},
    {"unchecked-plain", SSL_NONE, TRUE, FALSE, FALSE, FALSE, NULL, 25, "", "none"},
    {"command", SSL_TUNNEL, FALSE, TRUE, TRUE, TRUE, "out", 0, "", "other"},
    {"unknown", (SSLType)7, FALSE, FALSE, FALSE, FALSE, NULL, 25, "", "none"},
};

static void
assert_string(GVariant *settings, const char *name, const char *wanted)
{
    const char *got = NULL;

    g_assert_true(g_variant_lookup(settings, name, "&s", &got));
    g_assert_cmpstr(got, ==, wanted);
}

static void
test_settings(gconstpointer data)
{
    const Case *c = data;
    PrefsAccount account = {
        .address = (char *)"ines@clinic.example.org",
        .smtp_server = (char *)"mail.example.org",
        .userid = (char *)"in",
        .ssl_smtp = c->ssl,
        .use_mail_command = c->by_command,
        .set_smtpport = c->own_port,
        .smtpport = 587,
        .use_smtp_auth = c->auth,
        .smtp_userid = (char *)c->smtp_user,
        .ssl_certs_auto_accept = TRUE, /* accepts only what holds: does not matter */
    };
    g_autoptr(GVariant) settings =
        g_variant_ref_sink(hemo_claws_server_settings(&account, c->unchecked));
    guint16 port = 1;

    assert_string(settings, "from", "ines@clinic.example.org");
    assert_string(settings, "host", c->by_command ? "" : "mail.example.org");
    assert_string(settings, "user", c->user);
    assert_string(settings, "security", c->security);
    g_assert_true(g_variant_lookup(settings, "port", "q", &port));
    g_assert_cmpuint(port, ==, c->port);
}

/* An account that is only half filled in, and a name in an old character set. */
static void
test_gaps(void)
{
    PrefsAccount account = {.smtp_server = (char *)"mail\xe9.example.org"};
    g_autoptr(GVariant) settings =
        g_variant_ref_sink(hemo_claws_server_settings(&account, FALSE));

    assert_string(settings, "from", "");
    assert_string(settings, "host", "mail\xef\xbf\xbd.example.org");
    assert_string(settings, "security", "none");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/server/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_settings);
    }
    g_test_add_func("/claws/server/gaps", test_gaps);
    return g_test_run();
}
