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

/* Somebody who has connected and has yet to say who he is. */
typedef struct {
    HemoAgent *agent;
    GDBusAuthObserver *observer;
    GCancellable *cancellable;
    guint timer;
} Greeting;

static void
greeting_free(Greeting *greeting)
{
    g_clear_handle_id(&greeting->timer, g_source_remove);
    g_object_unref(greeting->observer);
    g_object_unref(greeting->cancellable);
    g_free(greeting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Greeting, greeting_free)

/* He must not keep his place for ever. */
static gboolean
on_silence(gpointer data)
{
    Greeting *greeting = data;

    greeting->timer = 0;
    g_cancellable_cancel(greeting->cancellable);
    return G_SOURCE_REMOVE;
}

static Greeting *
greeting_new(HemoAgent *agent)
{
    Greeting *greeting = g_new0(Greeting, 1);

    greeting->agent = agent;
    greeting->observer = g_dbus_auth_observer_new();
    greeting->cancellable = g_cancellable_new();
    greeting->timer = g_timeout_add_seconds(HEMO_LIMIT_GREETING, on_silence, greeting);
    g_signal_connect(greeting->observer,
                     "authorize-authenticated-peer",
                     G_CALLBACK(on_authorize),
                     NULL);
    g_signal_connect(greeting->observer,
                     "allow-mechanism",
                     G_CALLBACK(on_allow_mechanism),
                     NULL);
    return greeting;
}

/* A connection that is closed already has nobody any more to tell of it. */
static void
on_connection(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Greeting) greeting = data;
    HemoAgent *agent = greeting->agent;
    g_autoptr(GDBusConnection) connection = g_dbus_connection_new_finish(result, NULL);

    if (connection == NULL || g_dbus_connection_is_closed(connection)) {
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
    Greeting *greeting;

    if (agent->connections >= HEMO_LIMIT_CONNECTIONS) {
        hemo_log_event(HEMO_LOG_CLIENT_REFUSED, "too-many", agent->connections);
        return TRUE;
    }
    agent->connections++;
    greeting = greeting_new(agent);
    g_dbus_connection_new(G_IO_STREAM(stream),
                          agent->guid,
                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                              G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                          greeting->observer,
                          greeting->cancellable,
                          on_connection,
                          greeting);
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
