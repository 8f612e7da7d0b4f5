/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See fake-agent.h.
 */
#include "fake-agent.h"

#include "hemo-bus.h"
#include "hemo-listen.h"

static gboolean
on_hello(HemoAgent1 *agent,
         GDBusMethodInvocation *call,
         guint version,
         const char *client,
         gpointer data)
{
    FakeAgent *fake = data;

    fake->hellos++;
    fake->version = version;
    g_free(fake->client);
    fake->client = g_strdup(client);
    if (fake->refuse)
        g_dbus_method_invocation_return_error_literal(call,
                                                      HEMO_ERROR,
                                                      HEMO_ERROR_VERSION,
                                                      "too old");
    else if (fake->silent)
        g_object_unref(call);
    else
        hemo_agent1_complete_hello(agent, call, "0");
    return TRUE;
}

static void
on_connection(GObject *source, GAsyncResult *result, gpointer data)
{
    FakeAgent *fake = data;
    g_autoptr(GError) error = NULL;
    GDBusConnection *connection = g_dbus_connection_new_finish(result, &error);
    HemoAgent1 *agent;

    if (connection == NULL) /* who connects may give up at once */
        return;
    agent = hemo_agent1_skeleton_new();
    g_ptr_array_add(fake->connections, connection);
    g_ptr_array_add(fake->agents, agent);
    g_dbus_connection_set_exit_on_close(connection, FALSE);
    g_signal_connect(agent, "handle-hello", G_CALLBACK(on_hello), fake);
    g_assert_true(g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(agent),
                                                   connection,
                                                   HEMO_BUS_PATH,
                                                   &error));
    g_dbus_connection_start_message_processing(connection);
}

static gboolean
on_incoming(GSocketService *service, GSocketConnection *stream, GObject *source, gpointer data)
{
    g_autofree char *guid = g_dbus_generate_guid();

    g_dbus_connection_new(G_IO_STREAM(stream),
                          guid,
                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_REQUIRE_SAME_USER |
                              G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                          NULL,
                          NULL,
                          on_connection,
                          data);
    return TRUE;
}

void
fake_agent_start(FakeAgent *agent)
{
    g_autoptr(GError) error = NULL;
    int fd = hemo_listen_open(&error);
    g_autoptr(GSocket) socket = NULL;

    g_assert_no_error(error);
    socket = g_socket_new_from_fd(fd, &error);
    g_assert_no_error(error);
    agent->connections = g_ptr_array_new_with_free_func(g_object_unref);
    agent->agents = g_ptr_array_new_with_free_func(g_object_unref);
    agent->service = g_socket_service_new();
    g_assert_true(
        g_socket_listener_add_socket(G_SOCKET_LISTENER(agent->service), socket, NULL, &error));
    g_signal_connect(agent->service, "incoming", G_CALLBACK(on_incoming), agent);
    g_socket_service_start(agent->service);
}

static void
on_closed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_dbus_connection_close_finish(G_DBUS_CONNECTION(source), result, NULL);
    (*(guint *)data)--;
}

void
fake_agent_stop(FakeAgent *agent)
{
    guint open = agent->connections->len;

    g_socket_service_stop(agent->service);
    g_socket_listener_close(G_SOCKET_LISTENER(agent->service));
    g_clear_object(&agent->service);
    for (guint i = 0; i < agent->connections->len; i++)
        g_dbus_connection_close(agent->connections->pdata[i], NULL, on_closed, &open);
    while (open > 0)
        g_main_context_iteration(NULL, TRUE);
    g_clear_pointer(&agent->agents, g_ptr_array_unref);
    g_clear_pointer(&agent->connections, g_ptr_array_unref);
    g_clear_pointer(&agent->client, g_free);
}
