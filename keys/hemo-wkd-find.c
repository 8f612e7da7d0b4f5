/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wkd-find.h.
 */
#include "hemo-wkd-find.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-wkd.h"

#include <glib/gi18n-lib.h>

#define TYPE_A    1
#define TYPE_AAAA 28

typedef struct {
    const HemoFinderNet *functions;
    gpointer net;
    HemoAddress *address;
} Search;

static void
free_search(gpointer data)
{
    Search *search = data;

    hemo_address_unref(search->address);
    g_free(search);
}

static void
take_body(GTask *task, GBytes *body)
{
    GPtrArray *found = NULL;

    if (!hemo_wkd_is_key(hemo_slice_bytes(body))) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_INVALID,
                                "%s",
                                _("what the domain publishes is not a key"));
        return;
    }
    found = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_found_free);
    g_ptr_array_add(found, hemo_found_new(HEMO_KEY_KIND_OPENPGP, HEMO_FINDER_WKD, TRUE, body));
    g_task_return_pointer(task, found, (GDestroyNotify)g_ptr_array_unref);
}

static void
on_body(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Search *search = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GBytes) body = search->functions->get_finish(search->net, result, &error);

    if (body != NULL)
        take_body(task, body);
    else
        g_task_return_error(task, error);
}

static void
fetch(GTask *task, gboolean advanced)
{
    Search *search = g_task_get_task_data(task);
    g_autofree char *url = hemo_wkd_url(search->address, advanced);

    search->functions->get_async(search->net,
                                 url,
                                 HEMO_LIMIT_KEY,
                                 g_task_get_cancellable(task),
                                 on_body,
                                 task);
}

static void
look_up(GTask *task, guint type, GAsyncReadyCallback callback)
{
    Search *search = g_task_get_task_data(task);
    g_autofree char *host = hemo_wkd_host(search->address);

    search->functions
        ->lookup_async(search->net, host, type, g_task_get_cancellable(task), callback, task);
}

/* Whether there is an address: -1 if that cannot be known, which ends @task. */
static int
read_addresses(GTask *task, GAsyncResult *result)
{
    Search *search = g_task_get_task_data(task);
    GError *error = NULL;
    gboolean secure = FALSE;
    g_autoptr(GPtrArray) records =
        search->functions->lookup_finish(search->net, result, &secure, &error);

    if (records != NULL)
        return records->len > 0;
    g_task_return_error(task, error);
    return -1;
}

static void
on_ipv6(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    int there = read_addresses(task, result);

    if (there >= 0)
        fetch(g_steal_pointer(&task), there > 0);
}

static void
on_ipv4(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    int there = read_addresses(task, result);

    if (there > 0)
        fetch(g_steal_pointer(&task), TRUE);
    else if (there == 0)
        look_up(g_steal_pointer(&task), TYPE_AAAA, on_ipv6);
}

void
hemo_wkd_find_async(const HemoFinderNet *functions,
                    gpointer net,
                    HemoAddress *address,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Search *search = g_new0(Search, 1);

    g_task_set_source_tag(task, hemo_wkd_find_async);
    g_task_set_check_cancellable(task, FALSE);
    search->functions = functions;
    search->net = net;
    search->address = hemo_address_ref(address);
    g_task_set_task_data(task, search, free_search);
    look_up(task, TYPE_A, on_ipv4);
}

GPtrArray *
hemo_wkd_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
