/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mail-leg.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#define HOST "localhost"

typedef struct {
    gboolean good;
    gboolean done;
    GError *error;
} Wait;

static const FakeSmtpStep smtp[] = {
    {FAKE_SMTP_SAY, "220 mx\r\n"},
    {FAKE_SMTP_HEAR, "EHLO ["},
    {FAKE_SMTP_SAY, "250-mx\r\n250 STARTTLS\r\n"},
    {FAKE_SMTP_HEAR, "STARTTLS"},
    {FAKE_SMTP_SAY, "220 go\r\n"},
    {FAKE_SMTP_TLS, NULL},
    {FAKE_SMTP_HEAR, "EHLO ["},
    {FAKE_SMTP_SAY, "250 mx\r\n"},
    {FAKE_SMTP_HEAR, "QUIT"},
    {FAKE_SMTP_SAY, "221 bye\r\n"},
    {0},
};
static const FakeSmtpStep imap[] = {
    {FAKE_SMTP_SAY, "* OK [CAPABILITY IMAP4rev1 STARTTLS] x\r\n"},
    {FAKE_SMTP_HEAR, "a1 STARTTLS"},
    {FAKE_SMTP_SAY, "* CAPABILITY x\r\na1 OK go\r\n"},
    {FAKE_SMTP_TLS, NULL},
    {0},
};
static const FakeSmtpStep imap_no[] = {
    {FAKE_SMTP_SAY, "* OK x\r\n"},
    {FAKE_SMTP_HEAR, "a1 STARTTLS"},
    {FAKE_SMTP_SAY, "a1 BAD unknown\r\n"},
    {0},
};
static const FakeSmtpStep imap_injected[] = {
    {FAKE_SMTP_SAY, "* OK x\r\n"},
    {FAKE_SMTP_HEAR, "a1 STARTTLS"},
    {FAKE_SMTP_SAY, "a1 OK go\r\n* OK slipped in\r\n"},
    {FAKE_SMTP_TLS, NULL},
    {0},
};
static const FakeSmtpStep pop[] = {
    {FAKE_SMTP_SAY, "+OK\r\n"},
    {FAKE_SMTP_HEAR, "STLS"},
    {FAKE_SMTP_SAY, "+OK\r\n"},
    {FAKE_SMTP_TLS, NULL},
    {0},
};
static const FakeSmtpStep pops[] = {{FAKE_SMTP_TLS, NULL}, {FAKE_SMTP_SAY, "+OK\r\n"}, {0}};
static const FakeSmtpStep silent[] = {{FAKE_SMTP_HANG, NULL}, {0}};
static const FakeSmtpStep gone[] = {{0}};

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->good = hemo_mail_leg_check_finish(result, &wait->error);
    wait->done = TRUE;
}

static Wait
check(const HemoMailLeg *leg, GCancellable *cancellable)
{
    Wait wait = {0};

    hemo_mail_leg_check_async(leg, cancellable, on_checked, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(wait.good, ==, wait.error == NULL);
    return wait;
}

static const struct {
    HemoMailLegProtocol protocol;
    const FakeSmtpStep *script;
    gboolean tls_first;
    const char *name; /* of the certificate */
    FakeCertKind kind;
    int error; /* -1: none */
} rows[] = {
    {HEMO_MAIL_LEG_SMTP, smtp, FALSE, HOST, FAKE_CERT_GOOD, -1},
    {HEMO_MAIL_LEG_IMAP, imap, FALSE, HOST, FAKE_CERT_GOOD, -1},
    {HEMO_MAIL_LEG_POP, pop, FALSE, HOST, FAKE_CERT_GOOD, -1},
    {HEMO_MAIL_LEG_POP, pops, TRUE, HOST, FAKE_CERT_GOOD, -1},
    {HEMO_MAIL_LEG_IMAP,
     imap,
     FALSE,
     "other.example.org",
     FAKE_CERT_GOOD,
     HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_POP, pops, TRUE, HOST, FAKE_CERT_EXPIRED, HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_SMTP, smtp, FALSE, HOST, FAKE_CERT_EXPIRED, HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_IMAP, imap_no, FALSE, HOST, FAKE_CERT_GOOD, HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_IMAP, imap_injected, FALSE, HOST, FAKE_CERT_GOOD, HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_POP, imap, FALSE, HOST, FAKE_CERT_GOOD, HEMO_ERROR_UNTRUSTED},
    {HEMO_MAIL_LEG_IMAP, gone, FALSE, HOST, FAKE_CERT_GOOD, HEMO_ERROR_UNREACHABLE},
};

static void
test_rows(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SSL_CTX) context = fake_ca_make_server(ca, rows[i].name, rows[i].kind);
        g_autoptr(FakeSmtp) fake = fake_smtp_new(rows[i].script, context);
        HemoMailLeg leg = {rows[i].protocol,
                           HOST,
                           fake_smtp_port(fake),
                           rows[i].tls_first,
                           ca->file};
        Wait wait = check(&leg, NULL);

        g_test_message("row %" G_GSIZE_FORMAT ": %s",
                       i,
                       wait.error != NULL ? wait.error->message : "good");
        if (rows[i].error < 0)
            g_assert_no_error(wait.error);
        else
            g_assert_error(wait.error, HEMO_ERROR, rows[i].error);
        g_clear_error(&wait.error);
    }
}

static gboolean
cancel(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_REMOVE;
}

/* A server that says nothing holds nobody up longer than the caller wants. */
static void
test_given_up(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(FakeSmtp) fake = fake_smtp_new(silent, NULL);
    HemoMailLeg leg = {HEMO_MAIL_LEG_POP, HOST, fake_smtp_port(fake), FALSE, NULL};
    Wait wait;

    g_timeout_add(50, cancel, cancellable);
    wait = check(&leg, cancellable);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&wait.error);
}

static void
test_incomplete(void)
{
    static const HemoMailLeg legs[] = {
        {HEMO_MAIL_LEG_INVALID, HOST, 25, FALSE, NULL},
        {HEMO_MAIL_LEG_SMTP, "", 25, FALSE, NULL},
        {HEMO_MAIL_LEG_SMTP, HOST, 0, FALSE, NULL},
        {HEMO_MAIL_LEG_SMTP, HOST, 25, FALSE, "/nowhere/ca.pem"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(legs); i++) {
        Wait wait = check(&legs[i], NULL);

        g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CONFIG);
        g_clear_error(&wait.error);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail-leg/rows", test_rows);
    g_test_add_func("/mail-leg/given-up", test_given_up);
    g_test_add_func("/mail-leg/incomplete", test_incomplete);
    return g_test_run();
}
