/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Times Assess as a client sees it: handing a mail over, waiting for the verdict.
 * Arguments: account, sender, recipient, file, calls.  Prints p50, p99 and the longest
 * in milliseconds; a call that fails ends it.
 */
#include "hemo-agent1.h"
#include "hemo-bus.h"
#include "hemo-client.h"
#include "hemo-sealed-fd.h"

#include <gio/gunixfdlist.h>
#include <stdlib.h>
#include <unistd.h>

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

static GVariant *
make_envelope(char **argv)
{
    const char *to[] = {argv[3], NULL};
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&builder, "{sv}", "account", g_variant_new_string(argv[1]));
    g_variant_builder_add(&builder, "{sv}", "from", g_variant_new_string(argv[2]));
    g_variant_builder_add(&builder, "{sv}", "to", g_variant_new_strv(to, -1));
    return g_variant_builder_end(&builder);
}

static double
time_one(HemoAgent1 *agent, char **argv, HemoSlice mail)
{
    gint64 start = g_get_monotonic_time();
    int fd = hemo_sealed_fd_new(&mail, 1, NULL);
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new_from_array(&fd, 1);
    g_autofree char *verdict = NULL;
    g_autofree char *ticket = NULL;
    g_autoptr(GVariant) details = NULL;
    g_autoptr(GError) error = NULL;

    if (!hemo_agent1_call_assess_sync(agent,
                                      g_variant_new_handle(0),
                                      g_variant_new_array(G_VARIANT_TYPE_HANDLE, NULL, 0),
                                      make_envelope(argv),
                                      G_DBUS_CALL_FLAGS_NONE,
                                      60000,
                                      fds,
                                      &verdict,
                                      &ticket,
                                      &details,
                                      NULL,
                                      NULL,
                                      &error)) {
        g_printerr("%s\n", error->message);
        exit(1);
    }
    if (!g_str_equal(verdict, "send")) {
        g_printerr("verdict %s instead of send\n", verdict);
        exit(1);
    }
    return (double)(g_get_monotonic_time() - start) / 1000;
}

static int
compare(gconstpointer left, gconstpointer right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

int
main(int argc, char **argv)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Connect job = {.loop = loop};
    g_autofree char *text = NULL;
    g_autofree double *times = NULL;
    HemoAgent1 *agent;
    gsize size = 0;
    guint calls;

    if (argc != 6 || !g_file_get_contents(argv[4], &text, &size, NULL))
        return 2;
    calls = (guint)g_ascii_strtoull(argv[5], NULL, 10);
    hemo_bus_register_errors();
    hemo_client_connect_async("bench", NULL, NULL, on_connected, &job);
    g_main_loop_run(loop);
    agent = job.connection != NULL ? hemo_agent1_proxy_new_sync(job.connection,
                                                                G_DBUS_PROXY_FLAGS_NONE,
                                                                NULL,
                                                                HEMO_BUS_PATH,
                                                                NULL,
                                                                NULL)
                                   : NULL;
    if (agent == NULL)
        return 1;
    times = g_new0(double, calls);
    for (guint i = 0; i < calls; i++)
        times[i] = time_one(agent, argv, hemo_slice(text, size));
    qsort(times, calls, sizeof *times, compare);
    g_print("%.3f %.3f %.3f\n", times[calls / 2], times[calls * 99 / 100], times[calls - 1]);
    return 0;
}
