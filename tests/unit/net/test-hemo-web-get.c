/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-web-get.h"

#include "fake-ca.h"
#include "fake-dns.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#include <string.h>

#define DATA(text) (text), sizeof(text) - 1
#define LOOPBACK   DATA("\x7f\x00\x00\x01")
#define OK         "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"

static const FakeDnsRecord records[] = {
    {"web.example", HEMO_DNS_A, 0, LOOPBACK},
    {"private.example", HEMO_DNS_A, 0, DATA("\x0a\x00\x00\x01")},
    {"nowhere.example", HEMO_DNS_TXT, 0, DATA("\1x")},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoHttpsReply *reply;
    GError *error;
    gboolean done;
} Wait;

static void
on_reply(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->reply = hemo_web_get_finish(result, &wait->error);
    wait->done = TRUE;
}

static Wait
get(const char *url, const HemoWebGetOptions *options, GCancellable *cancellable)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    Wait wait = {0};

    hemo_web_get_async(dns, url, options, cancellable, on_reply, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

/* @format has a place for the port. */
static Wait
get_from_server(const char *format, const FakeSmtpStep *script, gsize limit)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = fake_ca_make_server(ca, "web.example", FAKE_CERT_GOOD);
    g_autoptr(FakeSmtp) server = fake_smtp_new(script, context);
    g_auto(GStrv) halves = g_strsplit(format, "*", 2);
    g_autofree char *url =
        g_strdup_printf("%s%u%s", halves[0], fake_smtp_port(server), halves[1]);
    HemoWebGetOptions options = {ca->file, TRUE, limit};

    return get(url, &options, NULL);
}

static const FakeSmtpStep over_tls[] = {
    {FAKE_SMTP_TLS, NULL},
    {FAKE_SMTP_HEAR, "GET /k?l=ana HTTP/1.1"},
    {FAKE_SMTP_HEADERS, NULL},
    {FAKE_SMTP_SAY, OK},
    {FAKE_SMTP_END, NULL},
};
static const FakeSmtpStep in_the_clear[] = {
    {FAKE_SMTP_HEAR, "GET /k?l=ana HTTP/1.1"},
    {FAKE_SMTP_HEADERS, NULL},
    {FAKE_SMTP_SAY, OK},
    {FAKE_SMTP_END, NULL},
};

static void
test_good(void)
{
    static const struct {
        const char *url;
        const FakeSmtpStep *script;
    } rows[] = {
        {"https://web.example:*/k?l=ana", over_tls},
        {"http://web.example:*/k?l=ana", in_the_clear},
        {"http://127.0.0.1:*/k?l=ana", in_the_clear},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Wait wait = get_from_server(rows[i].url, rows[i].script, 0);
        g_autoptr(HemoHttpsReply) reply = wait.reply;

        g_test_message("%s", rows[i].url);
        g_assert_no_error(wait.error);
        g_assert_cmpuint(reply->status, ==, 200);
        g_assert_cmpint(memcmp(g_bytes_get_data(reply->body, NULL), "hello", 5), ==, 0);
    }
}

static void
test_limit(void)
{
    Wait wait = get_from_server("http://web.example:*/k?l=ana", in_the_clear, 4);

    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&wait.error);
}

/* What a stranger names is not called where it could be a machine of this house. */
static void
test_refusals(void)
{
    static const struct {
        const char *url;
        HemoError code;
    } rows[] = {
        {"https://web.example/", HEMO_ERROR_UNREACHABLE},
        {"http://private.example/", HEMO_ERROR_UNREACHABLE},
        {"http://nowhere.example/", HEMO_ERROR_UNREACHABLE},
        {"http://127.0.0.1/", HEMO_ERROR_UNREACHABLE},
        {"http://169.254.169.254/latest", HEMO_ERROR_UNREACHABLE},
        {"http://[::1]/", HEMO_ERROR_UNREACHABLE},
        {"http://[::ffff:10.0.0.1]/", HEMO_ERROR_UNREACHABLE},
        {"ldap://web.example/", HEMO_ERROR_INVALID},
    };
    HemoWebGetOptions options = {0};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Wait wait = get(rows[i].url, &options, NULL);

        g_test_message("%s", rows[i].url);
        g_assert_error(wait.error, HEMO_ERROR, (int)rows[i].code);
        g_clear_error(&wait.error);
    }
}

static void
test_cancel(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoWebGetOptions options = {0};
    Wait wait;

    g_cancellable_cancel(cancellable);
    wait = get("https://web.example/", &options, cancellable);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&wait.error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web-get/good", test_good);
    g_test_add_func("/web-get/limit", test_limit);
    g_test_add_func("/web-get/refusals", test_refusals);
    g_test_add_func("/web-get/cancel", test_cancel);
    return g_test_run();
}
