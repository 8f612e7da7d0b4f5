/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See bus-pair.h.
 */
#include "bus-pair.h"

#include "daemon-home.h"
#include "hemo-bus.h"

#include <gio/gunixfdlist.h>
#include <sys/socket.h>

static GIOStream *
make_stream(int fd)
{
    g_autoptr(GSocket) socket = g_socket_new_from_fd(fd, NULL);

    g_assert_nonnull(socket);
    return G_IO_STREAM(g_socket_connection_factory_create_connection(socket));
}

static void
start(int fd, const char *guid, GDBusConnectionFlags flags, GAsyncResult **ret_result)
{
    g_autoptr(GIOStream) stream = make_stream(fd);

    g_dbus_connection_new(stream, guid, flags, NULL, NULL, daemon_home_on_result, ret_result);
}

void
bus_pair_open(BusPair *pair)
{
    g_autofree char *guid = g_dbus_generate_guid();
    g_autoptr(GAsyncResult) agent = NULL;
    g_autoptr(GAsyncResult) client = NULL;
    int fds[2];

    g_assert_no_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
    start(fds[0],
          guid,
          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
              G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
          &agent);
    start(fds[1], NULL, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT, &client);
    pair->agent = g_dbus_connection_new_finish(daemon_home_wait(&agent), NULL);
    pair->client = g_dbus_connection_new_finish(daemon_home_wait(&client), NULL);
    g_assert_nonnull(pair->agent);
    g_assert_nonnull(pair->client);
    g_dbus_connection_set_exit_on_close(pair->agent, FALSE);
    g_dbus_connection_set_exit_on_close(pair->client, FALSE);
}

void
bus_pair_close(BusPair *pair)
{
    g_autoptr(GAsyncResult) result = NULL;

    g_dbus_connection_close(pair->client, NULL, daemon_home_on_result, &result);
    g_dbus_connection_close_finish(pair->client, daemon_home_wait(&result), NULL);
    while (!g_dbus_connection_is_closed(pair->agent))
        g_main_context_iteration(NULL, TRUE);
    g_clear_object(&pair->client);
    g_clear_object(&pair->agent);
}

GVariant *
bus_pair_call(BusPair *pair, const char *method, GVariant *arguments, int fd, GError **error)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    g_autoptr(GAsyncResult) result = NULL;
    GVariant *answer;

    if (fd >= 0)
        g_assert_cmpint(g_unix_fd_list_append(fds, fd, NULL), ==, 0);
    g_dbus_connection_call_with_unix_fd_list(pair->client,
                                             NULL,
                                             HEMO_BUS_PATH,
                                             HEMO_BUS_INTERFACE,
                                             method,
                                             arguments,
                                             NULL,
                                             G_DBUS_CALL_FLAGS_NONE,
                                             G_MAXINT,
                                             fds,
                                             NULL,
                                             daemon_home_on_result,
                                             &result);
    answer = g_dbus_connection_call_with_unix_fd_list_finish(pair->client,
                                                             NULL,
                                                             daemon_home_wait(&result),
                                                             error);
    return answer;
}
