/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-probe.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#include <openssl/x509.h>
#include <string.h>

#define HOST "mx.example.org"

#define GREET                                                                                  \
    {FAKE_SMTP_SAY, "220 mx\r\n"}, {FAKE_SMTP_HEAR, "EHLO ["},                                 \
    {                                                                                          \
        FAKE_SMTP_SAY, "250-mx\r\n250 STARTTLS\r\n"                                            \
    }
#define START                                                                                  \
    {FAKE_SMTP_HEAR, "STARTTLS"},                                                              \
    {                                                                                          \
        FAKE_SMTP_SAY, "220 go\r\n"                                                            \
    }

static const FakeSmtpStep good[] = {
    GREET,
    START,
    {FAKE_SMTP_TLS, NULL},
    {FAKE_SMTP_HEAR, "EHLO ["},
    {FAKE_SMTP_SAY, "250 mx\r\n"},
    {FAKE_SMTP_HEAR, "QUIT"},
    {FAKE_SMTP_END, NULL},
};

typedef struct {
    HemoProbeResult *result;
    GError *error;
    gboolean done;
} Wait;

static void
on_probe(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = hemo_probe_finish(result, &wait->error);
    wait->done = TRUE;
}

static GSocketAddress *
make_address(guint16 port)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);

    return g_inet_socket_address_new(loopback, port);
}

static HemoProbeResult *
run_probe(FakeCa *ca, guint16 port, const HemoTlsa *tlsa)
{
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(GSocketAddress) address = make_address(port);
    HemoProbeTarget target = {HOST, address, HOST, "example.org", tlsa, tlsa != NULL};
    Wait wait = {0};

    hemo_probe_async(context, &target, NULL, on_probe, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait.error);
    return wait.result;
}

static void
test_good(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, HOST, FAKE_CERT_GOOD);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(good, server);
    g_autoptr(HemoProbeResult) result = run_probe(ca, fake_smtp_port(fake), NULL);

    g_assert_cmpint(result->grade.probe, ==, HEMO_GRADE_PROBE_AUTHENTICATED);
    g_assert_cmpstr(result->version, ==, "TLSv1.3");
    g_assert_cmpstr(result->cipher, ==, "TLS_AES_256_GCM_SHA384");
    /* S7 and S8: EHLO again under TLS, then QUIT, nothing else */
    g_assert_cmpstr(fake_smtp_finish(fake),
                    ==,
                    "EHLO [127.0.0.1]\nSTARTTLS\n<tls>\nEHLO [127.0.0.1]\nQUIT\n");
}

/* Rules T2, T3, T5: one server, other certificates or suites. */
static void
test_certificates(void)
{
    static const struct {
        const char *name;
        FakeCertKind kind;
        int max_version;
        const char *ciphers;
        HemoGradeProbe found;
    } rows[] = {
        {HOST, FAKE_CERT_GOOD, TLS1_2_VERSION, NULL, HEMO_GRADE_PROBE_AUTHENTICATED},
        {HOST, FAKE_CERT_GOOD, TLS1_1_VERSION, NULL, HEMO_GRADE_PROBE_WEAK},
        {HOST, FAKE_CERT_GOOD, TLS1_VERSION, NULL, HEMO_GRADE_PROBE_WEAK},
        {HOST, FAKE_CERT_EXPIRED, 0, NULL, HEMO_GRADE_PROBE_ENCRYPTED},
        {HOST, FAKE_CERT_CN_ONLY, 0, NULL, HEMO_GRADE_PROBE_ENCRYPTED},
        {HOST, FAKE_CERT_RSA_1024, 0, NULL, HEMO_GRADE_PROBE_WEAK},
        {HOST, FAKE_CERT_RSA_2048, 0, NULL, HEMO_GRADE_PROBE_AUTHENTICATED},
        {HOST, FAKE_CERT_RSA_2048, TLS1_2_VERSION, "kRSA+AES", HEMO_GRADE_PROBE_WEAK},
        {HOST,
         FAKE_CERT_GOOD,
         TLS1_2_VERSION,
         "ECDHE-ECDSA-AES128-SHA",
         HEMO_GRADE_PROBE_AUTHENTICATED},
        {HOST, FAKE_CERT_GOOD, TLS1_2_VERSION, "aNULL", HEMO_GRADE_PROBE_WEAK},
        {HOST, FAKE_CERT_GOOD, TLS1_2_VERSION, "ECDHE+eNULL", HEMO_GRADE_PROBE_WEAK},
        {"*.example.org", FAKE_CERT_GOOD, 0, NULL, HEMO_GRADE_PROBE_AUTHENTICATED},
        {"m*.example.org", FAKE_CERT_GOOD, 0, NULL, HEMO_GRADE_PROBE_ENCRYPTED},
        {"mail.example.org", FAKE_CERT_GOOD, 0, NULL, HEMO_GRADE_PROBE_ENCRYPTED},
    };
    g_autoptr(FakeCa) ca = fake_ca_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, rows[i].name, rows[i].kind);
        g_autoptr(FakeSmtp) fake = NULL;
        g_autoptr(HemoProbeResult) result = NULL;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        SSL_CTX_set_max_proto_version(server, rows[i].max_version);
        if (rows[i].ciphers != NULL)
            g_assert_cmpint(SSL_CTX_set_cipher_list(server, rows[i].ciphers), ==, 1);
        fake = fake_smtp_new(good, server);
        result = run_probe(ca, fake_smtp_port(fake), NULL);
        g_assert_cmpint(result->grade.probe, ==, rows[i].found);
    }
}

/* Rules S1 to S6: what servers do that are none. */
static void
test_scripts(void)
{
    static const FakeSmtpStep banner_554[] = {{FAKE_SMTP_SAY, "554 no\r\n"}, {0}};
    static const FakeSmtpStep banner_421[] = {{FAKE_SMTP_SAY, "421 later\r\n"}, {0}};
    static const FakeSmtpStep nonsense[] = {{FAKE_SMTP_SAY, "hello there\r\n"}, {0}};
    static const FakeSmtpStep silent_end[] = {{0}};
    static const FakeSmtpStep no_starttls[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "250-mx\r\n250 SIZE 9\r\n"},
        {FAKE_SMTP_HEAR, "QUIT"},
        {0},
    };
    static const FakeSmtpStep helo[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "502 what\r\n"},
        {FAKE_SMTP_HEAR, "HELO"},
        {FAKE_SMTP_SAY, "250 mx\r\n"},
        {FAKE_SMTP_HEAR, "QUIT"},
        {0},
    };
    static const FakeSmtpStep ehlo_550[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "550 no\r\n"},
        {FAKE_SMTP_HEAR, "HELO"},
        {FAKE_SMTP_SAY, "550 no\r\n"},
        {FAKE_SMTP_HEAR, "QUIT"},
        {0},
    };
    static const FakeSmtpStep masked[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "250-mx\r\n250 XXXXXXXA\r\n"},
        {FAKE_SMTP_HEAR, "QUIT"},
        {0},
    };
    static const FakeSmtpStep refused[] = {
        GREET,
        {FAKE_SMTP_HEAR, "STARTTLS"},
        {FAKE_SMTP_SAY, "454 not now\r\n"},
        {FAKE_SMTP_HEAR, "QUIT"},
        {0},
    };
    static const FakeSmtpStep garbage[] = {
        GREET,
        START,
        {FAKE_SMTP_HEAR, NULL},
        {FAKE_SMTP_SAY, "\001\002\003\004\005\006\007\010"},
        {0},
    };
    static const FakeSmtpStep closes[] = {GREET, START, {0}};
    static const FakeSmtpStep inject[] = {
        GREET,
        {FAKE_SMTP_HEAR, "STARTTLS"},
        {FAKE_SMTP_SAY, "220 go\r\n250 injected\r\n"},
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_HANG, NULL},
        {0},
    };
    static const FakeSmtpStep ehlo_inject[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "250-mx\r\n250 STARTTLS\r\n220 go\r\n"},
        {FAKE_SMTP_HANG, NULL},
        {0},
    };
    static const struct {
        const char *name;
        const FakeSmtpStep *script;
        HemoGradeProbe found;
    } rows[] = {
        {"banner 554", banner_554, HEMO_GRADE_PROBE_REJECTED},
        {"banner 421", banner_421, HEMO_GRADE_PROBE_REJECTED},
        {"nonsense", nonsense, HEMO_GRADE_PROBE_NOT_SMTP},
        {"silent end", silent_end, HEMO_GRADE_PROBE_NOT_SMTP},
        {"no STARTTLS", no_starttls, HEMO_GRADE_PROBE_PLAIN},
        {"HELO only", helo, HEMO_GRADE_PROBE_PLAIN},
        {"EHLO 550", ehlo_550, HEMO_GRADE_PROBE_REJECTED},
        {"masked", masked, HEMO_GRADE_PROBE_TAMPERED},
        {"refused", refused, HEMO_GRADE_PROBE_REFUSED},
        {"garbage", garbage, HEMO_GRADE_PROBE_BROKEN},
        {"closes", closes, HEMO_GRADE_PROBE_BROKEN},
        {"injection", inject, HEMO_GRADE_PROBE_TAMPERED},
        {"injection before", ehlo_inject, HEMO_GRADE_PROBE_TAMPERED},
    };
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, HOST, FAKE_CERT_GOOD);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FakeSmtp) fake = fake_smtp_new(rows[i].script, server);
        g_autoptr(HemoProbeResult) result = run_probe(ca, fake_smtp_port(fake), NULL);

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(result->grade.probe, ==, rows[i].found);
        g_assert_null(strstr(fake_smtp_finish(fake), "<odd>"));
    }
}

/* Rule S4: an endless reply ends by its size, not by the clock. */
static void
test_flood(void)
{
    g_autofree char *line = g_strnfill(500, 'x');
    g_autofree char *text = g_strdup_printf("250-%s\r\n", line);
    FakeSmtpStep script[64] = {{FAKE_SMTP_SAY, "220 mx\r\n"}, {FAKE_SMTP_HEAR, "EHLO"}};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeSmtp) fake = NULL;
    g_autoptr(HemoProbeResult) result = NULL;

    for (gsize i = 2; i < G_N_ELEMENTS(script) - 1; i++)
        script[i] = (FakeSmtpStep){FAKE_SMTP_SAY, text};
    fake = fake_smtp_new(script, NULL);
    result = run_probe(ca, fake_smtp_port(fake), NULL);
    g_assert_cmpint(result->grade.probe, ==, HEMO_GRADE_PROBE_NOT_SMTP);
}

static void
test_refused(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeSmtp) fake = fake_smtp_new(good, NULL);
    guint16 port = fake_smtp_port(fake);
    g_autoptr(HemoProbeResult) result = NULL;

    fake_smtp_free(g_steal_pointer(&fake));
    result = run_probe(ca, port, NULL);
    g_assert_cmpint(result->grade.probe, ==, HEMO_GRADE_PROBE_UNREACHABLE);
    g_assert_cmpstr(result->version, ==, "");
}

/* Rule D3: DANE-EE makes name and date irrelevant; a wrong digest is no match even if the
 * public authorities would accept the certificate. */
static void
test_dane(void)
{
    static const struct {
        const char *name;
        gboolean right;
        gboolean matched;
    } rows[] = {
        {"mail.example.net", TRUE, TRUE},
        {HOST, FALSE, FALSE},
    };
    g_autoptr(FakeCa) ca = fake_ca_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, rows[i].name, FAKE_CERT_EXPIRED);
        g_autoptr(FakeSmtp) fake = fake_smtp_new(good, server);
        g_autoptr(HemoProbeResult) result = NULL;
        guint8 digest[32];
        unsigned size = sizeof digest;
        HemoTlsa tlsa = {3, 0, 1, NULL};

        X509_digest(SSL_CTX_get0_certificate(server), EVP_sha256(), digest, &size);
        digest[0] = (guint8)(digest[0] ^ (rows[i].right ? 0 : 1));
        tlsa.data = g_bytes_new(digest, sizeof digest);
        result = run_probe(ca, fake_smtp_port(fake), &tlsa);
        g_assert_cmpint(result->grade.dane_matched, ==, rows[i].matched);
        g_assert_cmpint(hemo_grade_address(&result->grade),
                        ==,
                        rows[i].matched ? HEMO_LEVEL_AUTHENTICATED : HEMO_LEVEL_ENCRYPTED);
        hemo_tlsa_clear(&tlsa);
    }
}

static gboolean
on_idle(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_REMOVE;
}

static void
test_cancel(void)
{
    static const FakeSmtpStep script[] = {{FAKE_SMTP_HANG, NULL}, {0}};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    g_autoptr(GSocketAddress) address = make_address(fake_smtp_port(fake));
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoProbeTarget target = {.host = HOST, .address = address};
    Wait wait = {0};

    hemo_probe_async(context, &target, cancellable, on_probe, &wait);
    g_idle_add(on_idle, cancellable);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&wait.error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/probe/good-S7-S8", test_good);
    g_test_add_func("/probe/certificates-T1-T2-T3-T5-T6", test_certificates);
    g_test_add_func("/probe/scripts-S1-S2-S3-S5-S6", test_scripts);
    g_test_add_func("/probe/flood-S4", test_flood);
    g_test_add_func("/probe/refused", test_refused);
    g_test_add_func("/probe/dane-D3", test_dane);
    g_test_add_func("/probe/cancel", test_cancel);
    return g_test_run();
}
