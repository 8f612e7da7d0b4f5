/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-web-get.h.
 */
#include "hemo-web-get.h"

#include "hemo-error.h"
#include "hemo-special-address.h"
#include "hemo-url.h"

#include <glib/gi18n-lib.h>

#define MAX_ADDRESSES 8

typedef struct {
    HemoDns *dns;
    HemoUrl *url;
    char *ca_file;
    gboolean own_namespace;
    gsize limit;
    GPtrArray *addresses;
    guint pending;
    GError *error;
} Search;

static void
free_search(gpointer data)
{
    Search *search = data;

    hemo_dns_unref(search->dns);
    hemo_url_free(search->url);
    g_free(search->ca_file);
    g_ptr_array_unref(search->addresses);
    g_clear_error(&search->error);
    g_free(search);
}

static void
on_reply(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    HemoHttpsReply *reply = hemo_https_get_finish(result, &error);

    if (reply != NULL)
        g_task_return_pointer(task, reply, (GDestroyNotify)hemo_https_reply_free);
    else
        g_task_return_error(task, error);
}

static void
fetch(GTask *task)
{
    Search *search = g_task_get_task_data(task);
    HemoHttpsRequest request = {
        .host = search->url->host,
        .port = search->url->port,
        .path = search->url->path,
        .addresses = search->addresses,
        .ca_file = search->ca_file,
        .plain = search->url->plain,
        .limit = search->limit,
    };

    hemo_https_get_async(&request, g_task_get_cancellable(task), on_reply, task);
}

static void
add_address(Search *search, GInetAddress *address)
{
    if (search->addresses->len < MAX_ADDRESSES &&
        (search->own_namespace || !hemo_special_address_match(address)))
        g_ptr_array_add(search->addresses, g_object_ref(address));
}

static void
add_record(Search *search, GBytes *record)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(record, &size);
    g_autoptr(GInetAddress) address = NULL;

    if (size == 4)
        address = g_inet_address_new_from_bytes(bytes, G_SOCKET_FAMILY_IPV4);
    else if (size == 16)
        address = g_inet_address_new_from_bytes(bytes, G_SOCKET_FAMILY_IPV6);
    if (address != NULL)
        add_address(search, address);
}

static void
on_address(GObject *source, GAsyncResult *result, gpointer data)
{
    GTask *task = data;
    Search *search = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HemoDnsAnswer) answer = hemo_dns_lookup_finish(search->dns, result, &error);

    for (guint i = 0; answer != NULL && i < answer->records->len; i++)
        add_record(search, answer->records->pdata[i]);
    if (search->error == NULL)
        search->error = g_steal_pointer(&error);
    g_clear_error(&error);
    if (--search->pending > 0)
        return;
    if (search->error == NULL) {
        fetch(task);
        return;
    }
    g_task_return_error(task, g_steal_pointer(&search->error));
    g_object_unref(task);
}

static void
look_for_host(GTask *task)
{
    Search *search = g_task_get_task_data(task);
    GCancellable *cancellable = g_task_get_cancellable(task);
    const char *host = search->url->host;

    search->pending = 2;
    hemo_dns_lookup_async(search->dns, host, HEMO_DNS_A, cancellable, on_address, task);
    hemo_dns_lookup_async(search->dns, host, HEMO_DNS_AAAA, cancellable, on_address, task);
}

void
hemo_web_get_async(HemoDns *dns,
                   const char *url,
                   const HemoWebGetOptions *options,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
    GError *error = NULL;
    g_autoptr(HemoUrl) parsed = hemo_url_parse(url, &error);
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Search *search = NULL;

    g_task_set_source_tag(task, hemo_web_get_async);
    g_task_set_check_cancellable(task, FALSE);
    if (parsed == NULL) {
        g_task_return_error(task, error);
        return;
    }
    search = g_new0(Search, 1);
    search->dns = hemo_dns_ref(dns);
    search->url = g_steal_pointer(&parsed);
    search->ca_file = g_strdup(options->ca_file);
    search->own_namespace = options->own_namespace;
    search->limit = options->limit;
    search->addresses = g_ptr_array_new_with_free_func(g_object_unref);
    g_task_set_task_data(task, search, free_search);
    if (search->url->address == NULL) {
        look_for_host(g_steal_pointer(&task));
        return;
    }
    add_address(search, search->url->address);
    fetch(g_steal_pointer(&task));
}

HemoHttpsReply *
hemo_web_get_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
