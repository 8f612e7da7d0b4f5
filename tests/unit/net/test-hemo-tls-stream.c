/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-tls-stream.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#include <libetpan/mailstream_low.h>
#include <string.h>
#include <unistd.h>

#define HOST "mx.example.org"

static int
connect_to(guint16 port)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, port);
    g_autoptr(GSocket) client =
        g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

    g_assert_true(g_socket_connect(client, address, NULL, NULL));
    return dup(g_socket_get_fd(client));
}

static void
free_low(mailstream_low *low)
{
    mailstream_low_close(low);
    mailstream_low_free(low);
}

static gboolean
read_text(mailstream_low *low, const char *expected)
{
    char bytes[64] = {0};
    gsize size = 0;

    while (size < strlen(expected)) {
        gssize got = low->driver->mailstream_read(low, bytes + size, sizeof bytes - size - 1);

        if (got <= 0)
            return FALSE;
        size += (gsize)got;
    }
    return strcmp(bytes, expected) == 0;
}

static void
test_both_ways(void)
{
    static const FakeSmtpStep script[] = {
        {FAKE_SMTP_SAY, "clear"},
        {FAKE_SMTP_HEAR, "go"},
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_SAY, "secret"},
        {FAKE_SMTP_HEAR, "thanks"},
        {0},
    };
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, HOST, FAKE_CERT_GOOD);
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, server);
    g_autoptr(GError) error = NULL;
    mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), NULL);

    g_assert_true(read_text(low, "clear"));
    g_assert_cmpint(low->driver->mailstream_write(low, "go\n", 3), ==, 3);
    g_assert_true(hemo_tls_stream_start(low, context, HOST, &error));
    g_assert_no_error(error);
    g_assert_true(read_text(low, "secret"));
    g_assert_cmpint(low->driver->mailstream_write(low, "thanks\n", 7), ==, 7);
    free_low(low);
    g_assert_cmpstr(fake_smtp_finish(fake), ==, "go\n<tls>\nthanks\n");
}

/* After a refusal nothing goes through any more, not even in the clear. */
static void
test_refused(void)
{
    static const FakeSmtpStep script[] = {{FAKE_SMTP_TLS, NULL}, {FAKE_SMTP_HANG, NULL}, {0}};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) server = fake_ca_make_server(ca, "other.example.org", FAKE_CERT_GOOD);
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, server);
    g_autoptr(GError) error = NULL;
    mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), NULL);
    char byte = 'x';

    g_assert_false(hemo_tls_stream_start(low, context, HOST, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
    g_assert_cmpint(low->driver->mailstream_write(low, &byte, 1), ==, -1);
    g_assert_cmpint(low->driver->mailstream_read(low, &byte, 1), ==, -1);
    free_low(low);
}

/* Each cause has words of its own. */
static void
test_causes(void)
{
    static const struct {
        const char *name;
        FakeCertKind kind;
        gboolean other_ca;
        const char *words;
    } rows[] = {
        {HOST, FAKE_CERT_EXPIRED, FALSE, "expired"},
        {"other.example.org", FAKE_CERT_GOOD, FALSE, "not for this name"},
        {HOST, FAKE_CERT_GOOD, TRUE, "issuer"},
    };
    static const FakeSmtpStep script[] = {{FAKE_SMTP_TLS, NULL}, {FAKE_SMTP_HANG, NULL}, {0}};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeCa) other = fake_ca_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(SSL_CTX) server =
            fake_ca_make_server(rows[i].other_ca ? other : ca, rows[i].name, rows[i].kind);
        g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
        g_autoptr(FakeSmtp) fake = fake_smtp_new(script, server);
        g_autoptr(GError) error = NULL;
        mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), NULL);

        g_assert_false(hemo_tls_stream_start(low, context, HOST, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, rows[i].words));
        free_low(low);
    }
}

static void
test_deadline(void)
{
    static const FakeSmtpStep script[] = {{FAKE_SMTP_HANG, NULL}, {0}};
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    g_autoptr(GError) error = NULL;
    mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), NULL);
    char byte;

    hemo_tls_stream_arm(low, 0);
    g_assert_cmpint(low->driver->mailstream_read(low, &byte, 1), ==, -1);
    hemo_tls_stream_set_error(low, &error);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TIMED_OUT);
    free_low(low);
}

static void
test_cancelled(void)
{
    static const FakeSmtpStep script[] = {{FAKE_SMTP_HANG, NULL}, {0}};
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), cancellable);
    char byte;

    g_cancellable_cancel(cancellable);
    g_assert_cmpint(low->driver->mailstream_read(low, &byte, 1), ==, -1);
    hemo_tls_stream_set_error(low, &error);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    free_low(low);
}

static void
test_closed(void)
{
    static const FakeSmtpStep script[] = {{0}};
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    g_autoptr(GError) error = NULL;
    mailstream_low *low = hemo_tls_stream_new(connect_to(fake_smtp_port(fake)), NULL);
    char byte;

    g_assert_cmpint(low->driver->mailstream_read(low, &byte, 1), ==, -1);
    hemo_tls_stream_set_error(low, &error);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    free_low(low);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tls-stream/both-ways", test_both_ways);
    g_test_add_func("/tls-stream/refused", test_refused);
    g_test_add_func("/tls-stream/causes", test_causes);
    g_test_add_func("/tls-stream/deadline", test_deadline);
    g_test_add_func("/tls-stream/cancelled", test_cancelled);
    g_test_add_func("/tls-stream/closed", test_closed);
    return g_test_run();
}
