/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dns-cert-find.h.
 */
#include "hemo-dns-cert-find.h"

#include "hemo-dns-cert.h"
#include "hemo-limits.h"

#define TYPE_CERT 37
#define MAX_URLS  2

typedef struct {
    const HemoFinderNet *functions;
    gpointer net;
    HemoAddress *address;
    gboolean asks_domain; /* the second step */
    gboolean secure;      /* of the records that are being followed */
    GPtrArray *found;
    guint pending; /* URLs that are being asked */
} Search;

static void look_up_domain(GTask *task);

static void
free_search(gpointer data)
{
    Search *search = data;

    hemo_address_unref(search->address);
    g_clear_pointer(&search->found, g_ptr_array_unref);
    g_free(search);
}

static void
add(Search *search, GBytes *material)
{
    if (search->found->len < HEMO_LIMIT_KEYS_OF_ADDRESS)
        g_ptr_array_add(search->found,
                        hemo_found_new(HEMO_KEY_KIND_SMIME,
                                       HEMO_FINDER_DNS_CERT,
                                       search->secure,
                                       material));
}

/* The address has something, or the domain was asked too; @task goes on otherwise. */
static void
finish_step(GTask *task)
{
    Search *search = g_task_get_task_data(task);

    if (search->found->len == 0 && !search->asks_domain) {
        look_up_domain(task);
        return;
    }
    g_task_return_pointer(task,
                          g_steal_pointer(&search->found),
                          (GDestroyNotify)g_ptr_array_unref);
    g_object_unref(task);
}

static void
on_body(GObject *source, GAsyncResult *result, gpointer data)
{
    GTask *task = data;
    Search *search = g_task_get_task_data(task);
    g_autoptr(GBytes) body = search->functions->get_finish(search->net, result, NULL);
    g_autoptr(GBytes) material =
        body != NULL ? hemo_dns_cert_material(hemo_slice_bytes(body)) : NULL;

    if (material != NULL)
        add(search, material);
    if (--search->pending == 0)
        finish_step(task);
}

static void
add_certificates(Search *search, GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        HemoSlice data = HEMO_SLICE_EMPTY;
        g_autoptr(GBytes) material = NULL;

        if (hemo_dns_cert_read(hemo_slice_bytes(records->pdata[i]), &data) !=
            HEMO_DNS_CERT_CERTIFICATE)
            continue;
        material = g_bytes_new(data.data, data.size);
        add(search, material);
    }
}

static char *
read_place(GBytes *record)
{
    HemoSlice data = HEMO_SLICE_EMPTY;

    if (hemo_dns_cert_read(hemo_slice_bytes(record), &data) != HEMO_DNS_CERT_PLACE)
        return NULL;
    return hemo_dns_cert_url(data);
}

static void
follow_places(GTask *task, GPtrArray *records)
{
    Search *search = g_task_get_task_data(task);

    for (guint i = 0; i < records->len && search->pending < MAX_URLS; i++) {
        g_autofree char *url = read_place(records->pdata[i]);

        if (url == NULL)
            continue;
        search->pending++;
        search->functions->get_async(search->net,
                                     url,
                                     HEMO_LIMIT_CERTIFICATE,
                                     g_task_get_cancellable(task),
                                     on_body,
                                     task);
    }
}

static void
on_records(GObject *source, GAsyncResult *result, gpointer data)
{
    GTask *task = data;
    Search *search = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) records =
        search->functions->lookup_finish(search->net, result, &search->secure, &error);

    if (records == NULL) {
        g_task_return_error(task, error);
        g_object_unref(task);
        return;
    }
    add_certificates(search, records);
    if (search->found->len == 0)
        follow_places(task, records);
    if (search->pending == 0)
        finish_step(task);
}

static void
look_up(GTask *task, const char *name)
{
    Search *search = g_task_get_task_data(task);

    search->functions->lookup_async(search->net,
                                    name,
                                    TYPE_CERT,
                                    g_task_get_cancellable(task),
                                    on_records,
                                    task);
}

static void
look_up_domain(GTask *task)
{
    Search *search = g_task_get_task_data(task);

    search->asks_domain = TRUE;
    look_up(task, hemo_address_domain(search->address));
}

void
hemo_dns_cert_find_async(const HemoFinderNet *functions,
                         gpointer net,
                         HemoAddress *address,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Search *search = g_new0(Search, 1);
    g_autofree char *name = hemo_dns_cert_name(address);

    g_task_set_source_tag(task, hemo_dns_cert_find_async);
    g_task_set_check_cancellable(task, FALSE);
    search->functions = functions;
    search->net = net;
    search->address = hemo_address_ref(address);
    search->found = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_found_free);
    g_task_set_task_data(task, search, free_search);
    if (name != NULL)
        look_up(task, name);
    else
        look_up_domain(task);
}

GPtrArray *
hemo_dns_cert_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
