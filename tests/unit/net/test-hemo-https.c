/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-https.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-tls-context.h"

#include <string.h>

#define HOST "www.example.org"
#define OK   "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

typedef struct {
    HemoHttpsReply *reply;
    GError *error;
    gboolean done;
} Wait;

typedef struct {
    const FakeSmtpStep *script;
    const char *cert_name;
    FakeCertKind kind;
    int max_version;
    gboolean other_ca;
    gboolean plain;
    gsize limit;
    const char *host;
} Case;

static void
on_reply(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->reply = hemo_https_get_finish(result, &wait->error);
    wait->done = TRUE;
}

static Wait
get(const Case *row)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeCa) other = fake_ca_new();
    g_autoptr(SSL_CTX) context =
        fake_ca_make_server(ca, row->cert_name != NULL ? row->cert_name : HOST, row->kind);
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(FakeSmtp) fake = NULL;
    HemoHttpsRequest request = {
        .host = row->host != NULL ? row->host : HOST,
        .path = "/x",
        .addresses = addresses,
        .ca_file = row->other_ca ? other->file : ca->file,
        .plain = row->plain,
        .limit = row->limit,
    };
    Wait wait = {0};

    SSL_CTX_set_max_proto_version(context, row->max_version);
    fake = fake_smtp_new(row->script, context);
    request.port = fake_smtp_port(fake);
    g_ptr_array_add(addresses, g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4));
    hemo_https_get_async(&request, NULL, on_reply, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

static const FakeSmtpStep good[] = {
    {FAKE_SMTP_TLS, NULL},
    {FAKE_SMTP_HEADERS, NULL},
    {FAKE_SMTP_SAY, OK "Content-Length: 5\r\n\r\nhello"},
    {FAKE_SMTP_END, NULL},
};

static void
test_good(void)
{
    Case row = {.script = good};
    Wait wait = get(&row);
    g_autoptr(HemoHttpsReply) reply = wait.reply;

    g_assert_no_error(wait.error);
    g_assert_cmpuint(reply->status, ==, 200);
    g_assert_cmpstr(reply->content_type, ==, "text/plain");
    g_assert_cmpuint(g_bytes_get_size(reply->body), ==, 5);
    g_assert_cmpint(memcmp(g_bytes_get_data(reply->body, NULL), "hello", 5), ==, 0);
}

/* Rule A2: a redirect is a status like any other, and nobody follows it. */
static void
test_redirect(void)
{
    static const FakeSmtpStep script[] = {
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_HEADERS, NULL},
        {FAKE_SMTP_SAY,
         "HTTP/1.1 301 Moved\r\nLocation: https://www.example.org/y\r\n"
         "Content-Length: 0\r\n\r\n"},
        {FAKE_SMTP_END, NULL},
    };
    Case row = {.script = script};
    Wait wait = get(&row);
    g_autoptr(HemoHttpsReply) reply = wait.reply;

    g_assert_no_error(wait.error);
    g_assert_cmpuint(reply->status, ==, 301);
    g_assert_cmpstr(reply->content_type, ==, "");
}

static void
test_refusals(void)
{
    static const struct {
        Case row;
        HemoError code;
    } rows[] = {
        {{.script = good, .cert_name = "mail.example.org"}, HEMO_ERROR_UNTRUSTED},
        {{.script = good, .kind = FAKE_CERT_EXPIRED}, HEMO_ERROR_UNTRUSTED},
        {{.script = good, .other_ca = TRUE}, HEMO_ERROR_UNTRUSTED},
        {{.script = good, .max_version = TLS1_1_VERSION}, HEMO_ERROR_UNTRUSTED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Wait wait = get(&rows[i].row);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_error(wait.error, HEMO_ERROR, (int)rows[i].code);
        g_assert_null(wait.reply);
        g_clear_error(&wait.error);
    }
}

static void
test_too_big(void)
{
    g_autofree char *body = g_strnfill(HEMO_LIMIT_HTTPS_BODY + 1, 'x');
    const FakeSmtpStep script[] = {
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_HEADERS, NULL},
        {FAKE_SMTP_SAY, OK "Connection: close\r\n\r\n"}, /* its size is not told */
        {FAKE_SMTP_SAY, body},
        {FAKE_SMTP_END, NULL},
    };
    Case row = {.script = script};
    Wait wait = get(&row);

    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&wait.error);
}

static const FakeSmtpStep plain[] = {
    {FAKE_SMTP_HEAR, "GET /x HTTP/1.1"},
    {FAKE_SMTP_HEADERS, NULL},
    {FAKE_SMTP_SAY, OK "Content-Length: 5\r\n\r\nhello"},
    {FAKE_SMTP_END, NULL},
};

/* Only who asks for it does without TLS; by name or by address. */
static void
test_plain(void)
{
    static const char *const hosts[] = {HOST, "127.0.0.1"};

    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
        Case row = {.script = plain, .plain = TRUE, .host = hosts[i]};
        Wait wait = get(&row);
        g_autoptr(HemoHttpsReply) reply = wait.reply;

        g_assert_no_error(wait.error);
        g_assert_cmpuint(reply->status, ==, 200);
        g_assert_cmpuint(g_bytes_get_size(reply->body), ==, 5);
    }
}

/* A limit of the caller's own, above and below the usual one. */
static void
test_limit(void)
{
    static const struct {
        gsize limit;
        gsize size;
        gboolean passes;
    } rows[] = {
        {4, 5, FALSE},
        {5, 5, TRUE},
        {HEMO_LIMIT_HTTPS_BODY * 2, HEMO_LIMIT_HTTPS_BODY + 1, TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *body = g_strnfill(rows[i].size, 'x');
        const FakeSmtpStep script[] = {
            {FAKE_SMTP_TLS, NULL},
            {FAKE_SMTP_HEADERS, NULL},
            {FAKE_SMTP_SAY, OK "Connection: close\r\n\r\n"},
            {FAKE_SMTP_SAY, body},
            {FAKE_SMTP_END, NULL},
        };
        Case row = {.script = script, .limit = rows[i].limit};
        Wait wait = get(&row);
        g_autoptr(HemoHttpsReply) reply = wait.reply;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        if (rows[i].passes)
            g_assert_no_error(wait.error);
        else
            g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
        g_clear_error(&wait.error);
    }
}

static void
test_no_address(void)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new();
    HemoHttpsRequest request = {
        .host = HOST,
        .port = 443,
        .path = "/x",
        .addresses = addresses,
    };
    Wait wait = {0};

    hemo_https_get_async(&request, NULL, on_reply, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    g_clear_error(&wait.error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/https/good", test_good);
    g_test_add_func("/https/redirect-A2", test_redirect);
    g_test_add_func("/https/refusals-A2", test_refusals);
    g_test_add_func("/https/too-big-A2", test_too_big);
    g_test_add_func("/https/plain", test_plain);
    g_test_add_func("/https/limit", test_limit);
    g_test_add_func("/https/no-address", test_no_address);
    return g_test_run();
}
