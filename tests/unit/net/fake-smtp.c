/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See fake-smtp.h.
 */
#include "fake-smtp.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _FakeSmtp {
    const FakeSmtpStep *script;
    SSL_CTX *context;
    SSL *ssl;
    GSocket *listener;  /* the thread's, while it runs */
    GCancellable *stop; /* nobody will come */
    int fd;
    GString *heard;
    GThread *thread;
    guint16 port;
};

static gssize
receive(FakeSmtp *fake, char *byte)
{
    return fake->ssl != NULL ? SSL_read(fake->ssl, byte, 1) : recv(fake->fd, byte, 1, 0);
}

static gboolean
say(FakeSmtp *fake, const char *text)
{
    gsize size = strlen(text);

    if (fake->ssl != NULL)
        return SSL_write(fake->ssl, text, (int)size) == (int)size;
    return send(fake->fd, text, size, MSG_NOSIGNAL) == (gssize)size;
}

static gboolean
read_line(FakeSmtp *fake, GString *line)
{
    char byte = '\0';

    g_string_truncate(line, 0);
    while (receive(fake, &byte) == 1) {
        if (byte == '\n')
            return TRUE;
        if (byte != '\r')
            g_string_append_c(line, byte);
    }
    return FALSE;
}

static gboolean
hear(FakeSmtp *fake, const char *prefix)
{
    g_autoptr(GString) line = g_string_new(NULL);

    if (!read_line(fake, line))
        return FALSE;
    g_string_append_printf(fake->heard, "%s\n", line->str);
    if (prefix != NULL && !g_str_has_prefix(line->str, prefix))
        g_string_append(fake->heard, "<odd>\n");
    return TRUE;
}

static gboolean
hear_until(FakeSmtp *fake, const char *last)
{
    g_autoptr(GString) line = g_string_new(NULL);

    while (read_line(fake, line)) {
        g_string_append_printf(fake->heard, "%s\n", line->str);
        if (strcmp(line->str, last) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
start_tls(FakeSmtp *fake)
{
    fake->ssl = SSL_new(fake->context);
    SSL_set_fd(fake->ssl, fake->fd);
    if (SSL_accept(fake->ssl) != 1)
        return FALSE;
    g_string_append(fake->heard, "<tls>\n");
    return TRUE;
}

static gboolean
hang(FakeSmtp *fake)
{
    char byte;

    while (receive(fake, &byte) == 1)
        continue;
    return FALSE;
}

static gboolean
follow(FakeSmtp *fake, const FakeSmtpStep *step)
{
    switch (step->kind) {
    case FAKE_SMTP_SAY:
        return say(fake, step->text);
    case FAKE_SMTP_HEAR:
        return hear(fake, step->text);
    case FAKE_SMTP_MAIL:
        return hear_until(fake, ".");
    case FAKE_SMTP_HEADERS:
        return hear_until(fake, "");
    case FAKE_SMTP_TLS:
        return start_tls(fake);
    case FAKE_SMTP_HANG:
        return hang(fake);
    case FAKE_SMTP_END:
        break;
    }
    return FALSE;
}

static gpointer
serve(gpointer data)
{
    FakeSmtp *fake = data;
    g_autoptr(GSocket) client = g_socket_accept(fake->listener, fake->stop, NULL);

    g_socket_close(fake->listener, NULL);
    if (client == NULL)
        return NULL;
    fake->fd = g_socket_get_fd(client);
    fcntl(fake->fd, F_SETFL, fcntl(fake->fd, F_GETFL) & ~O_NONBLOCK);
    for (const FakeSmtpStep *step = fake->script; follow(fake, step);)
        step++;
    if (fake->ssl != NULL)
        SSL_shutdown(fake->ssl);
    SSL_free(fake->ssl);
    fake->ssl = NULL;
    return NULL;
}

FakeSmtp *
fake_smtp_new(const FakeSmtpStep *script, SSL_CTX *context)
{
    FakeSmtp *fake = g_new0(FakeSmtp, 1);
    g_autoptr(GInetAddress) loopback = g_inet_address_new_from_string("127.0.0.1");
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, 0);
    g_autoptr(GSocketAddress) local = NULL;

    fake->script = script;
    fake->context = context;
    fake->heard = g_string_new(NULL);
    fake->stop = g_cancellable_new();
    fake->listener =
        g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
    g_assert_true(g_socket_bind(fake->listener, address, TRUE, NULL));
    g_assert_true(g_socket_listen(fake->listener, NULL));
    local = g_socket_get_local_address(fake->listener, NULL);
    fake->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(local));
    fake->thread = g_thread_new("fake-smtp", serve, fake);
    return fake;
}

guint16
fake_smtp_port(FakeSmtp *fake)
{
    return fake->port;
}

const char *
fake_smtp_finish(FakeSmtp *fake)
{
    if (fake->thread != NULL) {
        g_cancellable_cancel(fake->stop);
        g_thread_join(g_steal_pointer(&fake->thread));
    }
    return fake->heard->str;
}

void
fake_smtp_free(FakeSmtp *fake)
{
    fake_smtp_finish(fake);
    g_object_unref(fake->listener);
    g_object_unref(fake->stop);
    g_string_free(fake->heard, TRUE);
    g_free(fake);
}
