/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-fetch.h"

typedef struct {
    const char *name;
    RecvProtocol protocol;
    SSLType ssl;
    const char *server;
    gboolean tunnel;
    gboolean unchecked;
    const char *wanted; /* NULL: nothing is said */
} Case;

#define FROM "Your account fetches mail from "

static const Case cases[] = {
    {"imap-tls",
     A_IMAP4,
     SSL_TUNNEL,
     "imap.example.org",
     FALSE,
     FALSE,
     FROM "imap.example.org over TLS."},
    {"imap-starttls",
     A_IMAP4,
     SSL_STARTTLS,
     "imap.example.org",
     FALSE,
     FALSE,
     FROM "imap.example.org over TLS."},
    {"imap-plain",
     A_IMAP4,
     SSL_NONE,
     "imap.example.org",
     FALSE,
     FALSE,
     FROM "imap.example.org without encryption."},
    {"pop-tls",
     A_POP3,
     SSL_TUNNEL,
     "pop.example.org",
     FALSE,
     FALSE,
     FROM "pop.example.org over TLS."},
    {"pop-plain",
     A_POP3,
     SSL_NONE,
     "pop.example.org",
     FALSE,
     FALSE,
     FROM "pop.example.org without encryption."},
    {"unchecked",
     A_POP3,
     SSL_TUNNEL,
     "pop.example.org",
     FALSE,
     TRUE,
     FROM "pop.example.org over TLS, but does not check whose server it is."},
    {"unchecked-plain",
     A_POP3,
     SSL_NONE,
     "pop.example.org",
     FALSE,
     TRUE,
     FROM "pop.example.org without encryption."},
    {"loopback-4", A_IMAP4, SSL_NONE, "127.0.0.1", FALSE, FALSE, FROM "this computer."},
    {"loopback-6", A_IMAP4, SSL_NONE, "::1", FALSE, FALSE, FROM "this computer."},
    {"localhost", A_POP3, SSL_NONE, "LocalHost", FALSE, FALSE, FROM "this computer."},
    {"local-mailbox", A_LOCAL, SSL_NONE, NULL, FALSE, FALSE, FROM "this computer."},
    {"own-tunnel", A_IMAP4, SSL_NONE, "imap.example.org", TRUE, FALSE, NULL},
    {"no-server", A_POP3, SSL_TUNNEL, "", FALSE, FALSE, NULL},
    {"null-server", A_POP3, SSL_TUNNEL, NULL, FALSE, FALSE, NULL},
    {"smtp-only", A_NONE, SSL_TUNNEL, "imap.example.org", FALSE, FALSE, NULL},
    {"news", A_NNTP, SSL_TUNNEL, "news.example.org", FALSE, FALSE, NULL},
    {"unknown-security", A_IMAP4, (SSLType)9, "imap.example.org", FALSE, FALSE, NULL},
    {"unknown-protocol", (RecvProtocol)42, SSL_TUNNEL, "imap.example.org", FALSE, FALSE, NULL},
    {"percent", A_POP3, SSL_TUNNEL, "%n%s", FALSE, FALSE, FROM "%n%s over TLS."},
};

static void
test_words(gconstpointer data)
{
    const Case *c = data;
    PrefsAccount account = {
        .protocol = c->protocol,
        .recv_server = (char *)c->server,
        .set_tunnelcmd = c->tunnel,
    };
    g_autofree char *words = NULL;

    if (c->protocol == A_POP3)
        account.ssl_pop = c->ssl;
    else
        account.ssl_imap = c->ssl;
    words = hemo_claws_fetch_words(&account, c->unchecked);
    g_assert_cmpstr(words, ==, c->wanted);
}

static void
test_nobody(void)
{
    g_assert_null(hemo_claws_fetch_words(NULL, FALSE));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/fetch/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_words);
    }
    g_test_add_func("/claws/fetch/nobody", test_nobody);
    return g_test_run();
}
