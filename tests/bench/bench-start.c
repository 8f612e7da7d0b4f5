/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Times what a client waits for when no agent runs: making the socket, starting the
 * agent, Hello.  Arguments go to the agent.  Prints milliseconds.
 */
#include "hemo-bus.h"
#include "hemo-client.h"

typedef struct {
    GMainLoop *loop;
    GDBusConnection *connection;
    GError *error;
} Connect;

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    Connect *job = data;

    job->connection = hemo_client_connect_finish(result, &job->error);
    g_main_loop_quit(job->loop);
}

int
main(int argc, char **argv)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Connect job = {.loop = loop};
    gint64 start;

    hemo_bus_register_errors();
    start = g_get_monotonic_time();
    hemo_client_connect_async("bench", (const char *const *)argv + 1, NULL, on_connected, &job);
    g_main_loop_run(loop);
    if (job.connection == NULL) {
        g_printerr("%s\n", job.error->message);
        return 1;
    }
    g_print("%.1f\n", (double)(g_get_monotonic_time() - start) / 1000);
    return 0;
}
