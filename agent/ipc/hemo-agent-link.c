/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-agent-link.h.
 */
#include "hemo-agent-link.h"

#include "hemo-bus.h"
#include "hemo-client.h"

#include <glib/gi18n-lib.h>

#define FIRST_WAIT 1  /* s, doubled after each failure */
#define LAST_WAIT  30 /* s */

struct _HemoAgentLink {
    GObject parent;
    char *client;
    HemoAgent1 *agent; /* NULL: no connection */
    gulong closed_handler;
    gboolean connecting;
    gboolean keeping;
    gboolean ended;
    GPtrArray *waiting; /* GTask: who asked meanwhile */
    guint retry;
    guint wait;
    GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE(HemoAgentLink, hemo_agent_link, G_TYPE_OBJECT)

static void begin(HemoAgentLink *link);

static GDBusConnection *
connection_of(HemoAgentLink *link)
{
    return g_dbus_proxy_get_connection(G_DBUS_PROXY(link->agent));
}

static void
forget_agent(HemoAgentLink *link)
{
    if (link->agent == NULL)
        return;
    g_clear_signal_handler(&link->closed_handler, connection_of(link));
    g_clear_object(&link->agent);
}

static gboolean
on_retry(gpointer data)
{
    HemoAgentLink *link = data;

    link->retry = 0;
    begin(link);
    return G_SOURCE_REMOVE;
}

static void
retry_later(HemoAgentLink *link)
{
    if (!link->keeping || link->retry != 0)
        return;
    link->retry = g_timeout_add_seconds(link->wait, on_retry, link);
    link->wait = MIN(link->wait * 2, LAST_WAIT);
}

static void
lose_agent(HemoAgentLink *link)
{
    g_object_ref(link);
    forget_agent(link);
    g_signal_emit_by_name(link, "lost");
    retry_later(link);
    g_object_unref(link);
}

static void
on_closed(GDBusConnection *connection, gboolean vanished, GError *error, gpointer data)
{
    lose_agent(data);
}

static void
destroy_source(gpointer source)
{
    g_source_destroy(source);
    g_source_unref(source);
}

static GPtrArray *
make_queue(void)
{
    return g_ptr_array_new_with_free_func(g_object_unref);
}

/* Who gave up hears so at once, not when the agent answers. */
static gboolean
on_waiter_cancelled(GCancellable *cancellable, gpointer data)
{
    g_autoptr(GTask) task = g_object_ref(data);
    HemoAgentLink *link = g_task_get_source_object(task);

    if (g_ptr_array_remove(link->waiting, task))
        g_task_return_error_if_cancelled(task);
    return G_SOURCE_REMOVE;
}

/* Takes @task. */
static void
add_waiting(HemoAgentLink *link, GTask *task)
{
    GCancellable *cancellable = g_task_get_cancellable(task);
    GSource *source = NULL;

    g_ptr_array_add(link->waiting, task);
    if (cancellable == NULL)
        return;
    source = g_cancellable_source_new(cancellable);
    g_task_attach_source(task, source, G_SOURCE_FUNC(on_waiter_cancelled));
    g_task_set_task_data(task, source, destroy_source);
}

/* Answers all who waited with @agent, or with @error if there is none; taken out first, as an
 * answer may ask again. */
static void
answer_waiting(HemoAgentLink *link, HemoAgent1 *agent, const GError *error)
{
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&link->waiting);

    link->waiting = make_queue();
    for (guint i = 0; i < waiting->len; i++) {
        GTask *task = waiting->pdata[i];
        GSource *source = g_task_get_task_data(task);

        if (source != NULL)
            g_source_destroy(source);
        if (agent == NULL)
            g_task_return_error(task, g_error_copy(error));
        else
            g_task_return_pointer(task, g_object_ref(agent), g_object_unref);
    }
}

static void
use_agent(HemoAgentLink *link, HemoAgent1 *agent)
{
    link->agent = g_object_ref(agent);
    link->wait = FIRST_WAIT;
    g_dbus_proxy_set_default_timeout(G_DBUS_PROXY(agent), G_MAXINT);
    link->closed_handler =
        g_signal_connect(connection_of(link), "closed", G_CALLBACK(on_closed), link);
    g_signal_emit_by_name(link, "connected", agent);
}

static void
set_cancelled(GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("cancelled"));
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(HemoAgentLink) link = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GDBusConnection) connection = hemo_client_connect_finish(result, &error);
    g_autoptr(HemoAgent1) agent = NULL;

    link->connecting = FALSE;
    /* nothing is loaded over the connection, so this does not wait */
    if (connection != NULL && !link->ended)
        agent = hemo_agent1_proxy_new_sync(connection,
                                           G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                           NULL,
                                           HEMO_BUS_PATH,
                                           NULL,
                                           &error);
    if (link->ended) {
        g_clear_error(&error);
        set_cancelled(&error);
    }
    if (agent != NULL && g_dbus_connection_is_closed(connection)) {
        g_clear_object(&agent);
        hemo_error_set(&error, HEMO_ERROR_UNREACHABLE, _("Hemostat's agent has just ended"));
    }
    if (agent != NULL)
        use_agent(link, agent);
    else
        retry_later(link);
    answer_waiting(link, agent, error);
}

static void
begin(HemoAgentLink *link)
{
    if (link->connecting || link->agent != NULL)
        return;
    g_clear_handle_id(&link->retry, g_source_remove);
    link->connecting = TRUE;
    hemo_client_connect_async(link->client,
                              NULL,
                              link->cancellable,
                              on_connected,
                              g_object_ref(link));
}

void
hemo_agent_link_keep(HemoAgentLink *link)
{
    if (link->ended)
        return;
    link->keeping = TRUE;
    begin(link);
}

void
hemo_agent_link_close(HemoAgentLink *link)
{
    g_autoptr(GDBusConnection) connection = NULL;

    link->keeping = FALSE;
    link->ended = TRUE;
    g_clear_handle_id(&link->retry, g_source_remove);
    g_cancellable_cancel(link->cancellable);
    if (link->agent == NULL)
        return;
    connection = g_object_ref(connection_of(link));
    forget_agent(link);
    g_dbus_connection_close(connection, NULL, NULL, NULL);
}

void
hemo_agent_link_get_async(HemoAgentLink *link,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(link, cancellable, callback, user_data);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_agent_link_get_async);
    /* its end may be known before it is told */
    if (link->agent != NULL && g_dbus_connection_is_closed(connection_of(link)))
        lose_agent(link);
    if (link->ended) {
        set_cancelled(&error);
        g_task_return_error(task, error);
        return;
    }
    if (link->agent != NULL) {
        g_task_return_pointer(task, g_object_ref(link->agent), g_object_unref);
        return;
    }
    add_waiting(link, g_steal_pointer(&task));
    begin(link);
}

HemoAgent1 *
hemo_agent_link_get_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
hemo_agent_link_finalize(GObject *object)
{
    HemoAgentLink *link = HEMO_AGENT_LINK(object);

    g_clear_handle_id(&link->retry, g_source_remove);
    forget_agent(link);
    g_clear_object(&link->cancellable);
    g_clear_pointer(&link->waiting, g_ptr_array_unref);
    g_free(link->client);
    G_OBJECT_CLASS(hemo_agent_link_parent_class)->finalize(object);
}

static void
hemo_agent_link_class_init(HemoAgentLinkClass *class)
{
    GType type = G_TYPE_FROM_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = hemo_agent_link_finalize;
    g_signal_new("connected",
                 type,
                 G_SIGNAL_RUN_LAST,
                 0,
                 NULL,
                 NULL,
                 NULL,
                 G_TYPE_NONE,
                 1,
                 HEMO_TYPE_AGENT1);
    g_signal_new("lost", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hemo_agent_link_init(HemoAgentLink *link)
{
    link->waiting = make_queue();
    link->cancellable = g_cancellable_new();
    link->wait = FIRST_WAIT;
}

HemoAgentLink *
hemo_agent_link_new(const char *client)
{
    HemoAgentLink *link = g_object_new(HEMO_TYPE_AGENT_LINK, NULL);

    hemo_bus_register_errors();
    link->client = g_strdup(client);
    return link;
}
