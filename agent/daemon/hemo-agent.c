/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-agent.h.
 */
#include "hemo-agent.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-listen.h"
#include "hemo-log.h"
#include "hemo-session.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

struct _HemoAgent {
    HemoServices *services;
    GSocketService *service;
    char *guid;
    guint connections;
};

static void
on_session_closed(gpointer data)
{
    HemoAgent *agent = data;

    agent->connections--;
}

/* The kernel says who is at the other end; only the user herself may speak. */
static gboolean
on_authorize(GDBusAuthObserver *observer,
             GIOStream *stream,
             GCredentials *credentials,
             gpointer data)
{
    g_autoptr(GCredentials) own = g_credentials_new();
    gboolean same = credentials != NULL && g_credentials_is_same_user(credentials, own, NULL);

    if (!same)
        hemo_log_event(HEMO_LOG_CLIENT_REFUSED, "user", 0);
    return same;
}

static gboolean
on_allow_mechanism(GDBusAuthObserver *observer, const char *mechanism, gpointer data)
{
    return g_str_equal(mechanism, "EXTERNAL");
}

static void
on_connection(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoAgent *agent = data;
    g_autoptr(GDBusConnection) connection = g_dbus_connection_new_finish(result, NULL);

    if (connection == NULL) {
        agent->connections--;
        return;
    }
    g_dbus_connection_set_exit_on_close(connection, FALSE);
    hemo_session_start(connection, agent->services, on_session_closed, agent);
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *stream, GObject *source, gpointer data)
{
    HemoAgent *agent = data;
    g_autoptr(GDBusAuthObserver) observer = g_dbus_auth_observer_new();

    if (agent->connections >= HEMO_LIMIT_CONNECTIONS) {
        hemo_log_event(HEMO_LOG_CLIENT_REFUSED, "too-many", agent->connections);
        return TRUE;
    }
    agent->connections++;
    g_signal_connect(observer, "authorize-authenticated-peer", G_CALLBACK(on_authorize), NULL);
    g_signal_connect(observer, "allow-mechanism", G_CALLBACK(on_allow_mechanism), NULL);
    g_dbus_connection_new(G_IO_STREAM(stream),
                          agent->guid,
                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                              G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                          observer,
                          NULL,
                          on_connection,
                          agent);
    return TRUE;
}

HemoAgent *
hemo_agent_new(HemoServices *services, int fd, GError **error)
{
    g_autoptr(GSocket) socket = NULL;
    HemoAgent *agent;

    if (!hemo_listen_check(fd, error)) {
        close(fd);
        return NULL;
    }
    socket = g_socket_new_from_fd(fd, NULL);
    agent = g_new0(HemoAgent, 1);
    agent->services = services;
    agent->guid = g_dbus_generate_guid();
    agent->service = g_socket_service_new();
    g_signal_connect(agent->service, "incoming", G_CALLBACK(on_incoming), agent);
    if (socket == NULL ||
        !g_socket_listener_add_socket(G_SOCKET_LISTENER(agent->service), socket, NULL, NULL)) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the socket cannot be used"));
        hemo_agent_free(agent);
        return NULL;
    }
    return agent;
}

void
hemo_agent_free(HemoAgent *agent)
{
    if (agent == NULL)
        return;
    g_socket_service_stop(agent->service);
    g_socket_listener_close(G_SOCKET_LISTENER(agent->service));
    g_object_unref(agent->service);
    g_free(agent->guid);
    g_free(agent);
}
