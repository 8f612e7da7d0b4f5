/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tells gpg's agent to forget passphrases: one line to its socket (RELOADAGENT, which empties
 * its cache), without waiting for it as GPGME would.  No agent is started for it.
 */
#include "hemo-openpgp-private.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

#define WAIT 5 /* s */

static const char command[] = "RELOADAGENT\nBYE\n";

/* What the agent says until it closes; no more of it is of interest. */
typedef struct {
    GSocketConnection *connection;
    char answer[256];
} Talk;

static void
talk_free(Talk *talk)
{
    g_object_unref(talk->connection);
    g_free(talk);
}

static void listen_on(Talk *talk);

/* Closed too early, the agent would not carry it out. */
static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Talk *talk = data;

    if (g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL) > 0)
        listen_on(talk);
    else
        talk_free(talk);
}

static void
listen_on(Talk *talk)
{
    g_input_stream_read_async(g_io_stream_get_input_stream(G_IO_STREAM(talk->connection)),
                              talk->answer,
                              sizeof talk->answer,
                              G_PRIORITY_DEFAULT,
                              NULL,
                              on_read,
                              talk);
}

static void
on_written(GObject *source, GAsyncResult *result, gpointer data)
{
    Talk *talk = data;

    if (g_output_stream_write_all_finish(G_OUTPUT_STREAM(source), result, NULL, NULL))
        listen_on(talk);
    else
        talk_free(talk);
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    GSocketConnection *connection =
        g_socket_client_connect_finish(G_SOCKET_CLIENT(source), result, NULL);
    Talk *talk = NULL;

    if (connection == NULL)
        return;
    talk = g_new0(Talk, 1);
    talk->connection = connection;
    g_output_stream_write_all_async(g_io_stream_get_output_stream(G_IO_STREAM(connection)),
                                    command,
                                    strlen(command),
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    on_written,
                                    talk);
}

void
hemo_openpgp_forget(HemoOpenpgp *openpgp)
{
    g_autofree char *path = hemo_openpgp_agent_socket(openpgp);
    g_autoptr(GSocketClient) client = NULL;
    g_autoptr(GSocketAddress) address = NULL;

    if (path == NULL)
        return;
    client = g_socket_client_new();
    address = g_unix_socket_address_new(path);
    g_socket_client_set_timeout(client, WAIT);
    g_socket_client_set_enable_proxy(client, FALSE);
    g_socket_client_connect_async(client,
                                  G_SOCKET_CONNECTABLE(address),
                                  NULL,
                                  on_connected,
                                  NULL);
}
