/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-watch.h.
 */
#include "hemo-claws-watch.h"

#include "hemo-claws-account.h"

#include "account.h"

#define ANSWER_WAIT 10000 /* ms; Watch answers at once */

struct _HemoClawsWatch {
    const HemoClawsWatchCalls *calls;
    gpointer data;
    int account;       /* of Claws Mail, 0: none */
    HemoClaws own;     /* with a connection of this watch's own */
    HemoAgent1 *agent; /* NULL: not connected */
    char *name;        /* the account in the agent's words, NULL: not known yet */
    gboolean naming;   /* the agent is being asked for it */
    GCancellable *pending;
    GHashTable *asked;    /* addresses of this connection */
    GPtrArray *addresses; /* char * */
};

static void
on_state(HemoAgent1 *agent,
         const char *address,
         const char *state,
         const char *words,
         gpointer data)
{
    HemoClawsWatch *watch = data;

    if (g_hash_table_contains(watch->asked, address))
        watch->calls->tell(watch->data, address, state, words);
}

/* What is on its way is told to nobody. */
static void
leave_agent(HemoClawsWatch *watch)
{
    g_cancellable_cancel(watch->pending);
    g_object_unref(watch->pending);
    watch->pending = g_cancellable_new();
    g_hash_table_remove_all(watch->asked);
    g_clear_pointer(&watch->name, g_free);
    watch->naming = FALSE;
    if (watch->agent != NULL)
        g_signal_handlers_disconnect_by_data(watch->agent, watch);
    g_clear_object(&watch->agent);
}

static void
on_watched(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsWatch *watch = data;
    g_autoptr(GError) error = NULL;

    if (hemo_agent1_call_watch_finish(HEMO_AGENT1(source), result, &error) ||
        g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    g_hash_table_remove_all(watch->asked);
    watch->calls->forget(watch->data);
}

static void
ask_about_new(HemoClawsWatch *watch)
{
    g_autoptr(GPtrArray) fresh = g_ptr_array_new();

    for (guint i = 0; i < watch->addresses->len; i++) {
        const char *address = watch->addresses->pdata[i];

        if (g_hash_table_add(watch->asked, g_strdup(address)))
            g_ptr_array_add(fresh, (gpointer)address);
    }
    if (fresh->len == 0)
        return;
    g_ptr_array_add(fresh, NULL);
    hemo_agent1_call_watch(watch->agent,
                           watch->name,
                           (const char *const *)fresh->pdata,
                           G_DBUS_CALL_FLAGS_NONE,
                           ANSWER_WAIT,
                           watch->pending,
                           on_watched,
                           watch);
}

static void
on_account(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsWatch *watch = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = hemo_claws_account_find_finish(result, &error);

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    watch->naming = FALSE;
    watch->name = g_steal_pointer(&name);
    if (watch->name != NULL)
        ask_about_new(watch);
}

static void
ask_for_name(HemoClawsWatch *watch)
{
    const PrefsAccount *account = account_find_from_id(watch->account);

    if (account == NULL || watch->naming)
        return;
    watch->naming = TRUE;
    hemo_claws_account_find_async(&watch->own, account, watch->pending, on_account, watch);
}

static void
on_connected(HemoAgentLink *link, HemoAgent1 *agent, gpointer data)
{
    HemoClawsWatch *watch = data;

    leave_agent(watch);
    watch->agent = g_object_ref(agent);
    g_signal_connect(agent, "recipient-state", G_CALLBACK(on_state), watch);
    ask_for_name(watch);
}

static void
on_lost(HemoAgentLink *link, gpointer data)
{
    HemoClawsWatch *watch = data;

    leave_agent(watch);
    watch->calls->forget(watch->data);
}

static void
drop_connection(HemoClawsWatch *watch)
{
    leave_agent(watch);
    if (watch->own.link == NULL)
        return;
    g_signal_handlers_disconnect_by_data(watch->own.link, watch);
    hemo_agent_link_close(watch->own.link);
    g_clear_object(&watch->own.link);
}

void
hemo_claws_watch_set_account(HemoClawsWatch *watch, const PrefsAccount *account)
{
    drop_connection(watch);
    watch->account = account != NULL ? account->account_id : 0;
    watch->calls->forget(watch->data);
    if (watch->account == 0)
        return;
    watch->own.link = hemo_agent_link_new("claws-mail");
    g_signal_connect(watch->own.link, "connected", G_CALLBACK(on_connected), watch);
    g_signal_connect(watch->own.link, "lost", G_CALLBACK(on_lost), watch);
    hemo_agent_link_keep(watch->own.link);
}

static gboolean
is_left(gpointer address, gpointer value, gpointer addresses)
{
    return !g_ptr_array_find_with_equal_func(addresses, address, g_str_equal, NULL);
}

void
hemo_claws_watch_keep(HemoClawsWatch *watch, GPtrArray *addresses)
{
    g_hash_table_foreach_remove(watch->asked, is_left, addresses);
}

void
hemo_claws_watch_set_addresses(HemoClawsWatch *watch, GPtrArray *addresses)
{
    g_ptr_array_unref(watch->addresses);
    watch->addresses = g_ptr_array_ref(addresses);
    hemo_claws_watch_keep(watch, addresses);
    if (watch->name != NULL)
        ask_about_new(watch);
    else if (watch->agent != NULL)
        ask_for_name(watch);
}

HemoClawsWatch *
hemo_claws_watch_new(const HemoClawsWatchCalls *calls, gpointer data)
{
    HemoClawsWatch *watch = g_new0(HemoClawsWatch, 1);

    watch->calls = calls;
    watch->data = data;
    watch->pending = g_cancellable_new();
    watch->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    watch->addresses = g_ptr_array_new_with_free_func(g_free);
    return watch;
}

void
hemo_claws_watch_free(HemoClawsWatch *watch)
{
    drop_connection(watch);
    g_cancellable_cancel(watch->pending);
    g_object_unref(watch->pending);
    g_hash_table_unref(watch->asked);
    g_ptr_array_unref(watch->addresses);
    g_free(watch);
}
