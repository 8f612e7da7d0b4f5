/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The whole dialogue is in test-hemo-submit.c; here is what a caller must not be able to
 * do wrong.
 */
#include "hemo-submit-session.h"

#include "fake-smtp.h"
#include "hemo-error.h"

#include <string.h>
#include <unistd.h>

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

/* Without TLS neither a password nor an address leaves, whatever the caller asks for. */
static void
test_never_in_the_clear(void)
{
    static const FakeSmtpStep script[] = {{FAKE_SMTP_HEAR, NULL}, {0}};
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    g_autoptr(HemoSecret) password = hemo_secret_new_copy(hemo_slice_text("word"));
    g_autoptr(GError) log_in = NULL;
    g_autoptr(GError) sender = NULL;
    HemoSubmitSession *session =
        hemo_submit_session_new(connect_to(fake_smtp_port(fake)), "mx.example.org", NULL);

    g_assert_false(hemo_submit_session_log_in(session, "anna", password, &log_in));
    g_assert_error(log_in, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
    g_assert_false(hemo_submit_session_add_sender(session, "a@example.org", NULL, &sender));
    g_assert_error(sender, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
    hemo_submit_session_free(session, TRUE);
    g_assert_cmpstr(fake_smtp_finish(fake), ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/submit-session/never-in-the-clear", test_never_in_the_clear);
    return g_test_run();
}
