/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-inquiry.h.
 */
#include "hemo-claws-inquiry.h"

#include "hemo-bus.h"
#include "hemo-claws-account.h"

#include <gio/gunixfdlist.h>

typedef struct {
    HemoClaws *claws;
    HemoClawsInquiry inquiry;
    GUnixFDList *fds; /* one */
    char *account;
} Call;

static void
call_free(gpointer data)
{
    Call *call = data;

    g_clear_object(&call->fds);
    g_free(call->account);
    g_free(call);
}

void
hemo_claws_inquiry_free_answer(HemoClawsAnswer *answer)
{
    if (answer == NULL)
        return;
    g_clear_pointer(&answer->values, g_variant_unref);
    g_free(answer->account);
    g_free(answer);
}

static gboolean
finish_call(HemoClawsInquiry inquiry,
            HemoAgent1 *agent,
            GAsyncResult *result,
            GVariant **ret_values,
            GError **error)
{
    if (inquiry == HEMO_CLAWS_INQUIRY_BADGE)
        return hemo_agent1_call_badge_finish(agent, ret_values, NULL, result, error);
    return hemo_agent1_call_incoming_finish(agent, ret_values, NULL, result, error);
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Call *call = g_task_get_task_data(task);
    g_autoptr(HemoClawsAnswer) answer = g_new0(HemoClawsAnswer, 1);
    GError *error = NULL;

    answer->account = g_strdup(call->account);
    if (finish_call(call->inquiry, HEMO_AGENT1(source), result, &answer->values, &error)) {
        g_task_return_pointer(task,
                              g_steal_pointer(&answer),
                              (GDestroyNotify)hemo_claws_inquiry_free_answer);
        return;
    }
    hemo_bus_convert_error(&error);
    g_task_return_error(task, error);
}

static void
call_agent(HemoAgent1 *agent, GTask *task)
{
    const Call *call = g_task_get_task_data(task);
    GCancellable *cancellable = g_task_get_cancellable(task);
    GVariant *handle = g_variant_new_handle(0);

    if (call->inquiry == HEMO_CLAWS_INQUIRY_BADGE)
        hemo_agent1_call_badge(agent,
                               handle,
                               call->account,
                               G_DBUS_CALL_FLAGS_NONE,
                               -1,
                               call->fds,
                               cancellable,
                               on_answer,
                               g_object_ref(task));
    else
        hemo_agent1_call_incoming(agent,
                                  handle,
                                  call->account,
                                  G_DBUS_CALL_FLAGS_NONE,
                                  -1,
                                  call->fds,
                                  cancellable,
                                  on_answer,
                                  g_object_ref(task));
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent_link_get_finish(result, &error);

    if (agent == NULL)
        g_task_return_error(task, error);
    else
        call_agent(agent, task);
}

static void
ask(GTask *task)
{
    Call *call = g_task_get_task_data(task);

    hemo_agent_link_get_async(call->claws->link,
                              g_task_get_cancellable(task),
                              on_agent,
                              g_object_ref(task));
}

static void
on_account(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Call *call = g_task_get_task_data(task);
    GError *error = NULL;

    call->account = hemo_claws_account_find_finish(result, &error);
    if (call->account == NULL)
        g_task_return_error(task, error);
    else if (!g_task_return_error_if_cancelled(task))
        ask(task);
}

void
hemo_claws_inquiry_ask_async(HemoClaws *claws,
                             HemoClawsInquiry inquiry,
                             const PrefsAccount *account,
                             int fd,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Call *call = g_new0(Call, 1);

    g_task_set_source_tag(task, hemo_claws_inquiry_ask_async);
    g_task_set_task_data(task, call, call_free);
    call->claws = claws;
    call->inquiry = inquiry;
    call->fds = g_unix_fd_list_new_from_array(&fd, 1); /* takes it over */
    if (account != NULL) {
        hemo_claws_account_find_async(claws,
                                      account,
                                      cancellable,
                                      on_account,
                                      g_object_ref(task));
        return;
    }
    call->account = g_strdup("");
    ask(task);
}

HemoClawsAnswer *
hemo_claws_inquiry_ask_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
