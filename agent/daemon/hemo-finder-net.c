/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-finder-net.h.
 */
#include "hemo-finder-net.h"

#include "hemo-error.h"
#include "hemo-web-get.h"

#include <glib/gi18n-lib.h>

#define STATUS_OK 200

typedef struct {
    GPtrArray *records;
    gboolean secure;
} Records;

static void
free_records(gpointer data)
{
    Records *records = data;

    g_clear_pointer(&records->records, g_ptr_array_unref);
    g_free(records);
}

static GTask *
new_task(HemoFinderNetwork *network,
         gpointer tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, tag);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task,
                         hemo_finder_network_ref(network),
                         (GDestroyNotify)hemo_finder_network_unref);
    return task;
}

static void
return_answer(GTask *task, const HemoDnsAnswer *answer)
{
    Records *records = NULL;

    switch (answer->status) {
    case HEMO_DNS_FOUND:
    case HEMO_DNS_NO_DATA:
    case HEMO_DNS_NO_NAME:
        records = g_new0(Records, 1);
        records->records = g_ptr_array_ref(answer->records);
        records->secure = answer->secure;
        g_task_return_pointer(task, records, free_records);
        return;
    case HEMO_DNS_BOGUS:
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_UNTRUSTED,
                                "%s",
                                _("the answer of the name service is forged"));
        return;
    case HEMO_DNS_INVALID:
    case HEMO_DNS_FAILED:
    case HEMO_DNS_TIMED_OUT:
        break;
    }
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_UNREACHABLE,
                            "%s",
                            _("the name service does not answer"));
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoFinderNetwork *network = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HemoDnsAnswer) answer = hemo_dns_lookup_finish(network->dns, result, &error);

    if (answer != NULL)
        return_answer(task, answer);
    else
        g_task_return_error(task, error);
}

static void
lookup_async(gpointer net,
             const char *name,
             guint type,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
    HemoFinderNetwork *network = net;

    hemo_dns_lookup_async(network->dns,
                          name,
                          (HemoDnsType)type,
                          cancellable,
                          on_answer,
                          new_task(network, lookup_async, cancellable, callback, user_data));
}

static GPtrArray *
lookup_finish(gpointer net, GAsyncResult *result, gboolean *ret_secure, GError **error)
{
    Records *records = g_task_propagate_pointer(G_TASK(result), error);
    GPtrArray *array = NULL;

    if (records == NULL)
        return NULL;
    *ret_secure = records->secure;
    array = g_steal_pointer(&records->records);
    free_records(records);
    return array;
}

static void
on_reply(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoHttpsReply) reply = hemo_web_get_finish(result, &error);

    if (reply == NULL)
        g_task_return_error(task, error);
    else if (reply->status == STATUS_OK)
        g_task_return_pointer(task, g_bytes_ref(reply->body), (GDestroyNotify)g_bytes_unref);
    else
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_NOT_FOUND,
                                "%s",
                                _("the web server does not have it"));
}

static void
get_async(gpointer net,
          const char *url,
          gsize limit,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
    HemoFinderNetwork *network = net;
    HemoWebGetOptions options = {
        .ca_file = network->ca_file,
        .own_namespace = network->own_namespace,
        .limit = limit,
    };

    hemo_web_get_async(network->dns,
                       url,
                       &options,
                       cancellable,
                       on_reply,
                       new_task(network, get_async, cancellable, callback, user_data));
}

static GBytes *
get_finish(gpointer net, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static const HemoFinderNet functions = {
    .lookup_async = lookup_async,
    .lookup_finish = lookup_finish,
    .get_async = get_async,
    .get_finish = get_finish,
};

const HemoFinderNet *
hemo_finder_net_functions(void)
{
    return &functions;
}
