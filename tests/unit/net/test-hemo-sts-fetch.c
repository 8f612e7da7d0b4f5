/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sts-fetch.h"

#include "fake-ca.h"
#include "fake-dns.h"
#include "fake-smtp.h"
#include "hemo-tls-context.h"

#define DATA(text) (text), sizeof(text) - 1
#define LOOPBACK   DATA("\x7f\x00\x00\x01")
#define RECORD                                                                                 \
    DATA("\x0f"                                                                                \
         "v=STSv1; id=a1;")
#define REPLY  "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
#define POLICY "version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 600\n"

static const FakeDnsRecord records[] = {
    {"_mta-sts.good.example", HEMO_DNS_TXT, 0, RECORD},
    {"mta-sts.good.example", HEMO_DNS_A, 0, LOOPBACK},
    {"_mta-sts.split.example", HEMO_DNS_TXT, 0, DATA("\3v=S\x0cTSv1; id=a1;")},
    {"mta-sts.split.example", HEMO_DNS_A, 0, LOOPBACK},
    {"_mta-sts.twice.example", HEMO_DNS_TXT, 0, RECORD},
    {"_mta-sts.twice.example",
     HEMO_DNS_TXT,
     0,
     DATA("\x0f"
          "v=STSv1; id=b2;")},
    {"_mta-sts.homeless.example", HEMO_DNS_TXT, 0, RECORD},
    {"_mta-sts.servfail.example", HEMO_DNS_TXT, 2, NULL, 0},
    {"_mta-sts.other.example", HEMO_DNS_TXT, 0, DATA("\6v=spf1")},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoStsFetchResult *result;
    GError *error;
    gboolean done;
} Wait;

static void
on_result(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->result = hemo_sts_fetch_finish(result, &wait->error);
    wait->done = TRUE;
}

static HemoStsFetchResult *
look_up(HemoStsFetch *fetch, const char *domain)
{
    Wait wait = {0};

    hemo_sts_fetch_async(fetch, domain, NULL, on_result, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait.error);
    return wait.result;
}

/* What the DNS alone decides. */
static void
test_records(void)
{
    static const struct {
        const char *domain;
        HemoGradeSts state;
    } rows[] = {
        {"absent.example", HEMO_GRADE_STS_NONE},
        {"other.example", HEMO_GRADE_STS_NONE},
        {"twice.example", HEMO_GRADE_STS_INVALID},
        {"homeless.example", HEMO_GRADE_STS_INVALID},
        {"servfail.example", HEMO_GRADE_STS_UNCHECKED},
        {"good.example", HEMO_GRADE_STS_INVALID}, /* a private address is not called */
    };
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    HemoStsFetchOptions options = {.own_namespace = FALSE};
    g_autoptr(HemoStsFetch) fetch = hemo_sts_fetch_new(dns, &options);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoStsFetchResult) result = look_up(fetch, rows[i].domain);

        g_test_message("%s", rows[i].domain);
        g_assert_cmpint(result->state, ==, rows[i].state);
        g_assert_null(result->mx);
    }
}

/* Fetches @domain once from a server that answers @answer. */
static HemoStsFetchResult *
fetch_once(const char *domain, const char *answer)
{
    const FakeSmtpStep script[] = {
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_HEADERS, NULL},
        {FAKE_SMTP_SAY, answer},
        {FAKE_SMTP_END, NULL},
    };
    g_autofree char *host = g_strconcat("mta-sts.", domain, NULL);
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = fake_ca_make_server(ca, host, FAKE_CERT_GOOD);
    g_autoptr(FakeSmtp) server = fake_smtp_new(script, context);
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    HemoStsFetchOptions options = {ca->file, TRUE, fake_smtp_port(server)};
    g_autoptr(HemoStsFetch) fetch = hemo_sts_fetch_new(dns, &options);

    return look_up(fetch, domain);
}

/* Rules A1 and A2. */
static void
test_replies(void)
{
    static const struct {
        const char *domain;
        const char *answer;
        HemoGradeSts state;
    } rows[] = {
        {"good.example", REPLY "text/plain\r\n\r\n" POLICY, HEMO_GRADE_STS_ENFORCE},
        {"split.example", REPLY "text/plain\r\n\r\n" POLICY, HEMO_GRADE_STS_ENFORCE},
        {"good.example", REPLY "text/html\r\n\r\n" POLICY, HEMO_GRADE_STS_INVALID},
        {"good.example", REPLY "text/plain\r\n\r\nhello", HEMO_GRADE_STS_INVALID},
        {"good.example",
         "HTTP/1.1 404 No\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n" POLICY,
         HEMO_GRADE_STS_INVALID},
        {"good.example",
         REPLY "text/plain\r\n\r\nversion: STSv1\nmode: testing\nmx: a.example\nmax_age: 9\n",
         HEMO_GRADE_STS_TESTING},
        {"good.example",
         REPLY "text/plain\r\n\r\nversion: STSv1\nmode: none\nmax_age: 9\n",
         HEMO_GRADE_STS_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoStsFetchResult) result = fetch_once(rows[i].domain, rows[i].answer);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(result->state, ==, rows[i].state);
        if (rows[i].state == HEMO_GRADE_STS_ENFORCE) {
            g_assert_cmpstr(result->mx[0], ==, "mx.example.org");
            g_assert_cmpuint(result->seconds_left, ==, 600);
        }
    }
}

/* Rule A6: the server answers once; the second look is from memory. */
static void
test_memory(void)
{
    static const FakeSmtpStep script[] = {
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_HEADERS, NULL},
        {FAKE_SMTP_SAY, REPLY "text/plain\r\n\r\n" POLICY},
        {FAKE_SMTP_END, NULL},
    };
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = fake_ca_make_server(ca, "mta-sts.good.example", 0);
    g_autoptr(FakeSmtp) server = fake_smtp_new(script, context);
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    HemoStsFetchOptions options = {ca->file, TRUE, fake_smtp_port(server)};
    g_autoptr(HemoStsFetch) fetch = hemo_sts_fetch_new(dns, &options);
    g_autoptr(HemoStsFetchResult) first = look_up(fetch, "good.example");
    g_autoptr(HemoStsFetchResult) second = look_up(fetch, "good.example");

    g_assert_cmpint(first->state, ==, HEMO_GRADE_STS_ENFORCE);
    g_assert_cmpint(second->state, ==, HEMO_GRADE_STS_ENFORCE);
    g_assert_cmpstr(second->mx[0], ==, "mx.example.org");
    g_assert_cmpuint(second->seconds_left, <=, 600);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sts-fetch/records-A1", test_records);
    g_test_add_func("/sts-fetch/replies-A2", test_replies);
    g_test_add_func("/sts-fetch/memory-A6", test_memory);
    return g_test_run();
}
