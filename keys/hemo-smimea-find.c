/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smimea-find.h.
 */
#include "hemo-smimea-find.h"

#include "hemo-limits.h"
#include "hemo-smimea.h"

#define TYPE_SMIMEA 53

typedef struct {
    const HemoFinderNet *functions;
    gpointer net;
    HemoAddress *address;
    char *lower; /* the second local part to ask for; NULL: there is none, or it was asked */
} Search;

static void
free_search(gpointer data)
{
    Search *search = data;

    hemo_address_unref(search->address);
    g_free(search->lower);
    g_free(search);
}

static void
add_record(GPtrArray *found, GBytes *record)
{
    HemoSlice der = HEMO_SLICE_EMPTY;
    HemoSmimeaKind kind = hemo_smimea_read(hemo_slice_bytes(record), &der);
    g_autoptr(GBytes) material = NULL;

    if (kind == HEMO_SMIMEA_NONE || found->len >= HEMO_LIMIT_KEYS_OF_ADDRESS)
        return;
    material = g_bytes_new(der.data, der.size);
    g_ptr_array_add(found,
                    hemo_found_new(HEMO_KEY_KIND_SMIME,
                                   HEMO_FINDER_SMIMEA,
                                   kind == HEMO_SMIMEA_CERTIFICATE,
                                   material));
}

static void
return_records(GTask *task, GPtrArray *records, gboolean secure)
{
    GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_found_free);

    for (guint i = 0; secure && i < records->len; i++)
        add_record(found, records->pdata[i]);
    g_task_return_pointer(task, found, (GDestroyNotify)g_ptr_array_unref);
}

static void look_up(GTask *task, const char *local);

static void
on_records(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Search *search = g_task_get_task_data(task);
    gboolean secure = FALSE;
    GError *error = NULL;
    g_autoptr(GPtrArray) records =
        search->functions->lookup_finish(search->net, result, &secure, &error);
    g_autofree char *lower = g_steal_pointer(&search->lower);

    if (records == NULL)
        g_task_return_error(task, error);
    else if (records->len == 0 && lower != NULL)
        look_up(g_steal_pointer(&task), lower);
    else
        return_records(task, records, secure);
}

static void
look_up(GTask *task, const char *local)
{
    Search *search = g_task_get_task_data(task);
    g_autofree char *name = hemo_smimea_name(local, hemo_address_domain(search->address));

    search->functions->lookup_async(search->net,
                                    name,
                                    TYPE_SMIMEA,
                                    g_task_get_cancellable(task),
                                    on_records,
                                    task);
}

void
hemo_smimea_find_async(const HemoFinderNet *functions,
                       gpointer net,
                       HemoAddress *address,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Search *search = g_new0(Search, 1);
    const char *local = hemo_address_local(address);
    g_autofree char *lower = g_ascii_strdown(local, -1);

    g_task_set_source_tag(task, hemo_smimea_find_async);
    g_task_set_check_cancellable(task, FALSE);
    search->functions = functions;
    search->net = net;
    search->address = hemo_address_ref(address);
    if (g_strcmp0(lower, local) != 0)
        search->lower = g_steal_pointer(&lower);
    g_task_set_task_data(task, search, free_search);
    look_up(task, local);
}

GPtrArray *
hemo_smimea_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
