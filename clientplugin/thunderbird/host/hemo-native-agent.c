/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-agent.h.
 */
#include "hemo-native-agent.h"

typedef struct {
    HemoNativeRequest *request;
    const char *method; /* static */
    GVariant *values;
    GUnixFDList *fds;
    HemoNativeAgentReply reply;
} Call;

static void
call_free(Call *call)
{
    hemo_native_request_free(call->request);
    g_variant_unref(call->values);
    g_clear_object(&call->fds);
    g_free(call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Call, call_free)

static void
finish(Call *call, GVariant *values, GUnixFDList *fds)
{
    HemoNativeRequest *request = g_steal_pointer(&call->request);
    GError *error = NULL;
    GVariant *answer = NULL;

    if (call->reply != NULL)
        answer = call->reply(request, values, fds, &error);
    if (error != NULL)
        hemo_native_request_refuse(request, error);
    else
        hemo_native_request_answer(request, answer);
}

static void
on_answered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    g_autoptr(GVariant) values =
        g_dbus_proxy_call_with_unix_fd_list_finish(G_DBUS_PROXY(source), &fds, result, &error);

    if (values != NULL)
        finish(call, values, fds);
    else
        hemo_native_request_refuse(g_steal_pointer(&call->request), error);
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent_link_get_finish(result, &error);
    GCancellable *cancellable = call->request->native->cancellable;

    if (agent == NULL) {
        hemo_native_request_refuse(g_steal_pointer(&call->request), error);
        return;
    }
    g_dbus_proxy_call_with_unix_fd_list(G_DBUS_PROXY(agent),
                                        call->method,
                                        call->values,
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        call->fds,
                                        cancellable,
                                        on_answered,
                                        call);
    call = NULL;
}

void
hemo_native_agent_call(HemoNativeRequest *request,
                       const char *method,
                       GVariant *values,
                       GUnixFDList *fds,
                       HemoNativeAgentReply reply)
{
    HemoNativeRelay *native = request->native;
    Call *call = g_new0(Call, 1);

    call->request = request;
    call->method = method;
    call->values = g_variant_ref_sink(values);
    call->fds = fds;
    call->reply = reply;
    hemo_agent_link_get_async(native->link, native->cancellable, on_agent, call);
}
