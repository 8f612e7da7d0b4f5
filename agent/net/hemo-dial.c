/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dial.h.
 */
#include "hemo-dial.h"

#include "hemo-error.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>

static void
convert_connect_error(const GError *cause, GError **error)
{
    if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        hemo_error_set(error, HEMO_ERROR_CANCELLED, _("sending was given up"));
    else if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        hemo_error_set(error,
                       HEMO_ERROR_TIMED_OUT,
                       _("the mail server did not answer in time"));
    else
        hemo_error_set(error, HEMO_ERROR_UNREACHABLE, _("the mail server cannot be reached"));
}

int
hemo_dial_connect(const char *host,
                  guint16 port,
                  guint seconds,
                  GCancellable *cancellable,
                  GError **error)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection = NULL;
    g_autoptr(GError) cause = NULL;
    int fd = -1;

    g_socket_client_set_enable_proxy(client, FALSE);
    g_socket_client_set_timeout(client, seconds);
    connection = g_socket_client_connect_to_host(client, host, port, cancellable, &cause);
    if (connection != NULL) {
        GSocket *socket = g_socket_connection_get_socket(connection);

        /* the connection closes its own descriptor, without ending this one */
        fd = fcntl(g_socket_get_fd(socket), F_DUPFD_CLOEXEC, 3);
    }
    if (fd < 0 || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0)
        convert_connect_error(cause, error);
    return fd;
}
