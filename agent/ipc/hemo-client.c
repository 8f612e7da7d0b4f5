/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-client.h.
 */
#include "hemo-client.h"

#include "hemo-agent1.h"
#include "hemo-bus.h"
#include "hemo-listen.h"
#include "hemo-paths.h"

#include <gio/gunixconnection.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define AGENT_FD 3
/* ms, for all of it: an agent that is stuck must not hang a client for ever */
#define HELLO_WAIT 10000

typedef struct {
    char *client;
    GDBusConnection *connection;
    GCancellable *caller; /* may be NULL */
    gulong caller_link;
    GCancellable *limit; /* cancelled by the caller or by the clock */
    GSource *clock;
} Connect;

static void
connect_free(gpointer data)
{
    Connect *job = data;

    g_source_destroy(job->clock);
    g_source_unref(job->clock);
    g_cancellable_disconnect(job->caller, job->caller_link);
    g_clear_object(&job->caller);
    g_clear_object(&job->limit);
    g_free(job->client);
    g_clear_object(&job->connection);
    g_free(job);
}

static void
on_caller_cancelled(GCancellable *caller, gpointer limit)
{
    g_cancellable_cancel(limit);
}

static gboolean
on_clock(gpointer limit)
{
    g_cancellable_cancel(limit);
    return G_SOURCE_REMOVE;
}

static Connect *
connect_new(const char *client, GCancellable *caller, GMainContext *context)
{
    Connect *job = g_new0(Connect, 1);

    job->client = g_strdup(client);
    job->limit = g_cancellable_new();
    if (caller != NULL) {
        job->caller = g_object_ref(caller);
        job->caller_link = g_cancellable_connect(caller,
                                                 G_CALLBACK(on_caller_cancelled),
                                                 g_object_ref(job->limit),
                                                 g_object_unref);
    }
    job->clock = g_timeout_source_new(HELLO_WAIT);
    g_source_set_callback(job->clock, on_clock, g_object_ref(job->limit), g_object_unref);
    g_source_attach(job->clock, context);
    return job;
}

/* The agent outlives the client: a session of its own, no terminal. */
static void
detach(gpointer unused)
{
    setsid();
}

static gboolean
start_agent(int listen_fd, const char *const *arguments, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_autoptr(GSubprocess) agent = NULL;
    g_autoptr(GStrvBuilder) command = g_strv_builder_new();
    g_autofree char *program = hemo_paths_program("hemostat-agent");
    g_auto(GStrv) argv = NULL;

    g_strv_builder_add_many(command, program, "--listen-fd=3", NULL);
    for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
        g_strv_builder_add(command, arguments[i]);
    argv = g_strv_builder_end(command);
    g_subprocess_launcher_set_child_setup(launcher, detach, NULL, NULL);
    g_subprocess_launcher_take_fd(launcher, dup(listen_fd), AGENT_FD);
    agent = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv, NULL);
    if (agent == NULL) {
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("Hemostat's agent cannot be started: is Hemostat installed?"));
        return FALSE;
    }
    return TRUE;
}

/* Somebody else may have started one while we waited for the lock. */
static int
connect_or_start(const char *const *arguments, GError **error)
{
    int fd = hemo_listen_connect(NULL);
    int lock;
    int listen_fd;

    if (fd >= 0)
        return fd;
    lock = hemo_listen_lock(error);
    if (lock < 0)
        return -1;
    fd = hemo_listen_connect(NULL);
    listen_fd = fd < 0 ? hemo_listen_open(error) : -1;
    if (listen_fd >= 0) {
        if (start_agent(listen_fd, arguments, error))
            fd = hemo_listen_connect(error);
        close(listen_fd);
    }
    close(lock);
    return fd;
}

static GIOStream *
make_stream(int fd, GError **error)
{
    g_autoptr(GSocket) socket = g_socket_new_from_fd(fd, error);

    if (socket == NULL) {
        close(fd);
        return NULL;
    }
    return G_IO_STREAM(g_socket_connection_factory_create_connection(socket));
}

static void
on_hello(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Connect *job = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;

    if (!hemo_agent1_call_hello_finish(HEMO_AGENT1(source), NULL, result, &error)) {
        hemo_bus_convert_error(&error);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    g_task_return_pointer(task, g_object_ref(job->connection), g_object_unref);
}

static void
on_proxy(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Connect *job = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent1_proxy_new_finish(result, &error);

    if (agent == NULL) {
        hemo_bus_convert_error(&error);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    hemo_agent1_call_hello(agent,
                           HEMO_BUS_VERSION,
                           job->client,
                           G_DBUS_CALL_FLAGS_NONE,
                           HELLO_WAIT,
                           job->limit,
                           on_hello,
                           g_object_ref(task));
}

static void
on_connection(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Connect *job = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;

    job->connection = g_dbus_connection_new_finish(result, &error);
    if (job->connection == NULL) {
        hemo_bus_convert_error(&error);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    g_dbus_connection_set_exit_on_close(job->connection, FALSE);
    hemo_agent1_proxy_new(job->connection,
                          G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                          NULL,
                          HEMO_BUS_PATH,
                          job->limit,
                          on_proxy,
                          g_object_ref(task));
}

/* Locks, starts a program, waits for nobody in particular: not in the caller's thread, who
 * may be drawing windows. */
static void
find_in_thread(GTask *find, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    int fd = connect_or_start(data, &error);

    if (fd >= 0)
        g_task_return_int(find, fd);
    else
        g_task_return_error(find, error);
}

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Connect *job = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    int fd = (int)g_task_propagate_int(G_TASK(result), &error);
    g_autoptr(GIOStream) stream = fd >= 0 ? make_stream(fd, &error) : NULL;

    if (stream == NULL) {
        hemo_bus_convert_error(&error);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    g_dbus_connection_new(stream,
                          NULL,
                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT,
                          NULL,
                          job->limit,
                          on_connection,
                          g_object_ref(task));
}

static void
free_strv(gpointer list)
{
    g_strfreev(list);
}

void
hemo_client_connect_async(const char *client,
                          const char *const *arguments,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    g_autoptr(GTask) find = NULL;

    g_task_set_source_tag(task, hemo_client_connect_async);
    g_task_set_task_data(task,
                         connect_new(client, cancellable, g_task_get_context(task)),
                         connect_free);
    find = g_task_new(NULL, NULL, on_found, g_object_ref(task));
    g_task_set_task_data(find, g_strdupv((char **)arguments), free_strv);
    g_task_run_in_thread(find, find_in_thread);
}

GDBusConnection *
hemo_client_connect_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
