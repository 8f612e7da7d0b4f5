/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-host.h.
 */
#include "hemo-native-host.h"

#include "hemo-native-calls.h"
#include "hemo-native-event.h"

#include <glib/gi18n-lib.h>

struct _HemoNativeHost {
    HemoNativeRelay native;
    HemoNativeHostEnded ended;
    gpointer user_data;
    const char *fault; /* what the last frame says */
};

static void
end_with_fault(HemoNativeHost *host, const char *words)
{
    if (host->fault != NULL)
        return;
    host->fault = words;
    hemo_native_event_fault(host->native.frames, words);
}

static void
on_frame(HemoSecret *text, gpointer data)
{
    HemoNativeHost *host = data;
    HemoNativeRequest *request = hemo_native_request_new(&host->native, text);

    if (request != NULL)
        hemo_native_calls_dispatch(request);
    else
        end_with_fault(host, _("Hemostat could not understand its add-on in Thunderbird"));
}

static void
on_end(HemoNativeFrameEnd end, gpointer data)
{
    HemoNativeHost *host = data;

    switch (end) {
    case HEMO_NATIVE_FRAME_CLOSED:
        host->ended(host->fault != NULL, host->fault, host->user_data);
        return;
    case HEMO_NATIVE_FRAME_TOO_BIG:
        end_with_fault(host, _("Hemostat's add-on in Thunderbird sent too much at a time"));
        return;
    case HEMO_NATIVE_FRAME_FINISHED:
    case HEMO_NATIVE_FRAME_BROKEN:
        host->ended(1,
                    host->fault != NULL ? host->fault
                                        : _("Thunderbird does not listen any more"),
                    host->user_data);
        return;
    }
}

static void
on_state(HemoAgent1 *agent,
         const char *address,
         const char *state,
         const char *words,
         gpointer data)
{
    HemoNativeHost *host = data;

    hemo_native_event_state(host->native.frames, address, state, words);
}

static void
on_locked(HemoAgent1 *agent, gpointer data)
{
    HemoNativeHost *host = data;

    if (host->native.greeted)
        hemo_native_event_locked(host->native.frames);
}

/* What the mail program's settings said held for the old connection only. */
static void
repeat_claims(HemoNativeRelay *native, HemoAgent1 *agent)
{
    GHashTableIter iter;
    gpointer settings;

    g_hash_table_iter_init(&iter, native->claims);
    while (g_hash_table_iter_next(&iter, NULL, &settings))
        hemo_agent1_call_account(agent,
                                 settings,
                                 G_DBUS_CALL_FLAGS_NONE,
                                 -1,
                                 native->cancellable,
                                 NULL,
                                 NULL);
}

static void
on_connected(HemoAgentLink *link, HemoAgent1 *agent, gpointer data)
{
    HemoNativeHost *host = data;

    g_signal_connect(agent, "recipient-state", G_CALLBACK(on_state), host);
    g_signal_connect(agent, "locked", G_CALLBACK(on_locked), host);
    repeat_claims(&host->native, agent);
    if (host->native.greeted)
        hemo_native_event_link(host->native.frames, TRUE, "");
}

static void
on_lost(HemoAgentLink *link, gpointer data)
{
    HemoNativeHost *host = data;

    if (host->native.greeted)
        hemo_native_event_link(host->native.frames,
                               FALSE,
                               _("Hemostat's agent has ended; it is started again"));
}

HemoNativeHost *
hemo_native_host_new(int in, int out, HemoNativeHostEnded ended, gpointer user_data)
{
    HemoNativeHost *host = g_new0(HemoNativeHost, 1);
    const HemoNativeFrameHooks hooks = {on_frame, on_end, host};

    host->ended = ended;
    host->user_data = user_data;
    host->native.blobs = hemo_native_blobs_new();
    host->native.claims =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_variant_unref);
    host->native.cancellable = g_cancellable_new();
    host->native.frames = hemo_native_frame_new(in, out, &hooks);
    host->native.link = hemo_agent_link_new("thunderbird");
    g_signal_connect(host->native.link, "connected", G_CALLBACK(on_connected), host);
    g_signal_connect(host->native.link, "lost", G_CALLBACK(on_lost), host);
    hemo_agent_link_keep(host->native.link);
    return host;
}

void
hemo_native_host_free(HemoNativeHost *host)
{
    if (host == NULL)
        return;
    g_cancellable_cancel(host->native.cancellable);
    g_signal_handlers_disconnect_by_data(host->native.link, host);
    hemo_agent_link_close(host->native.link);
    g_object_unref(host->native.link);
    g_object_unref(host->native.cancellable);
    g_hash_table_unref(host->native.claims);
    hemo_native_blobs_free(host->native.blobs);
    hemo_native_frame_free(host->native.frames);
    g_free(host);
}
