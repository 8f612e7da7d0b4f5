/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "fake-net.h"

#include "hemo-error.h"

struct _FakeNet {
    const FakeNetRow *rows;
    GString *asked;
    GPtrArray *deaf; /* GTask */
};

typedef struct {
    GPtrArray *records;
    gboolean secure;
} Answer;

static void
free_answer(gpointer data)
{
    Answer *answer = data;

    g_ptr_array_unref(answer->records);
    g_free(answer);
}

FakeNet *
fake_net_new(const FakeNetRow *rows)
{
    FakeNet *net = g_new0(FakeNet, 1);

    net->rows = rows;
    net->asked = g_string_new(NULL);
    net->deaf = g_ptr_array_new_with_free_func(g_object_unref);
    return net;
}

void
fake_net_free(FakeNet *net)
{
    for (guint i = 0; i < net->deaf->len; i++)
        g_task_return_new_error(net->deaf->pdata[i], HEMO_ERROR, HEMO_ERROR_CANCELLED, "late");
    g_ptr_array_unref(net->deaf);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    g_string_free(net->asked, TRUE);
    g_free(net);
}

const char *
fake_net_asked(FakeNet *net)
{
    return net->asked->str;
}

static Answer *
collect(FakeNet *net, const char *place, guint type, FakeNetMood *ret_mood)
{
    Answer *answer = g_new0(Answer, 1);

    answer->records = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (const FakeNetRow *row = net->rows; row->place != NULL; row++) {
        if (g_strcmp0(row->place, place) != 0 || row->type != type)
            continue;
        *ret_mood = row->mood;
        g_ptr_array_add(answer->records, g_bytes_new_static(row->data, row->size));
    }
    answer->secure = *ret_mood == FAKE_NET_ANSWERS;
    return answer;
}

static gboolean
on_given_up(GCancellable *cancellable, gpointer data)
{
    g_task_return_new_error(data, HEMO_ERROR, HEMO_ERROR_CANCELLED, "given up");
    return G_SOURCE_REMOVE;
}

static void
stall(GTask *task)
{
    g_autoptr(GSource) source = g_cancellable_source_new(g_task_get_cancellable(task));

    g_task_attach_source(task, source, G_SOURCE_FUNC(on_given_up));
}

static void
ask(FakeNet *net, GTask *task, const char *place, guint type)
{
    FakeNetMood mood = FAKE_NET_ANSWERS;
    Answer *answer = collect(net, place, type, &mood);

    g_task_set_check_cancellable(task, FALSE);
    g_string_append_printf(net->asked, "%u %s\n", type, place);
    if (mood == FAKE_NET_STALLS)
        stall(task);
    else if (mood == FAKE_NET_DEAF)
        g_ptr_array_add(net->deaf, g_object_ref(task));
    else if (mood == FAKE_NET_FORGED)
        g_task_return_new_error(task, HEMO_ERROR, HEMO_ERROR_UNTRUSTED, "forged");
    else if (mood == FAKE_NET_FAILS)
        g_task_return_new_error(task, HEMO_ERROR, HEMO_ERROR_UNREACHABLE, "dead");
    else if (type == 0 && answer->records->len == 0)
        g_task_return_new_error(task, HEMO_ERROR, HEMO_ERROR_NOT_FOUND, "404");
    else
        g_task_return_pointer(task, g_steal_pointer(&answer), free_answer);
    g_clear_pointer(&answer, free_answer);
    g_object_unref(task);
}

static void
lookup_async(gpointer net,
             const char *name,
             guint type,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
    ask(net, g_task_new(NULL, cancellable, callback, user_data), name, type);
}

static GPtrArray *
lookup_finish(gpointer net, GAsyncResult *result, gboolean *ret_secure, GError **error)
{
    Answer *answer = g_task_propagate_pointer(G_TASK(result), error);
    GPtrArray *records = NULL;

    if (answer == NULL)
        return NULL;
    *ret_secure = answer->secure;
    records = g_ptr_array_ref(answer->records);
    free_answer(answer);
    return records;
}

static void
get_async(gpointer net,
          const char *url,
          gsize limit,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
    ask(net, g_task_new(NULL, cancellable, callback, user_data), url, 0);
}

static GBytes *
get_finish(gpointer net, GAsyncResult *result, GError **error)
{
    gboolean secure = FALSE;
    g_autoptr(GPtrArray) records = lookup_finish(net, result, &secure, error);

    return records != NULL ? g_bytes_ref(records->pdata[0]) : NULL;
}

const HemoFinderNet fake_net_functions = {lookup_async, lookup_finish, get_async, get_finish};
