/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-inspection.h.
 */
#include "hemo-key-inspection.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>

#define MAX_KNOWN 500 /* then all are forgotten */

struct _HemoKeyInspection {
    gatomicrefcount refs;
    HemoOpenpgp *openpgp;
    GHashTable *known; /* digest -> GPtrArray of HemoKey */
};

typedef struct {
    HemoKeyInspection *inspection;
    char *digest;
} Look;

static void
release(HemoKeyInspection *inspection)
{
    if (!g_atomic_ref_count_dec(&inspection->refs))
        return;
    hemo_openpgp_unref(inspection->openpgp);
    g_hash_table_unref(inspection->known);
    g_free(inspection);
}

static void
look_free(gpointer data)
{
    Look *look = data;

    release(look->inspection);
    g_free(look->digest);
    g_free(look);
}

HemoKeyInspection *
hemo_key_inspection_new(HemoOpenpgp *openpgp)
{
    HemoKeyInspection *inspection = g_new0(HemoKeyInspection, 1);

    g_atomic_ref_count_init(&inspection->refs);
    inspection->openpgp = hemo_openpgp_ref(openpgp);
    inspection->known = g_hash_table_new_full(g_str_hash,
                                              g_str_equal,
                                              g_free,
                                              (GDestroyNotify)g_ptr_array_unref);
    return inspection;
}

void
hemo_key_inspection_free(HemoKeyInspection *inspection)
{
    if (inspection != NULL)
        release(inspection);
}

/* No address stands in memory for it. */
static char *
make_digest(GBytes *material, const char *address)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(material, &size);
    g_autofree char *lower = g_ascii_strdown(address, -1);

    g_checksum_update(checksum, data, (gssize)size);
    g_checksum_update(checksum, (const guint8 *)lower, -1);
    return g_strdup(g_checksum_get_string(checksum));
}

static void
on_inspected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Look *look = g_task_get_task_data(task);
    HemoKeyInspection *inspection = look->inspection;
    GError *error = NULL;
    GPtrArray *keys = hemo_openpgp_inspect_finish(inspection->openpgp, result, &error);

    if (keys == NULL) {
        g_task_return_error(task, error);
        return;
    }
    if (g_hash_table_size(inspection->known) >= MAX_KNOWN)
        g_hash_table_remove_all(inspection->known);
    g_hash_table_replace(inspection->known, g_strdup(look->digest), g_ptr_array_ref(keys));
    g_task_return_pointer(task, keys, (GDestroyNotify)g_ptr_array_unref);
}

void
hemo_key_inspection_look_async(HemoKeyInspection *inspection,
                               GBytes *material,
                               const char *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Look *look = g_new0(Look, 1);
    GPtrArray *known;

    g_atomic_ref_count_inc(&inspection->refs);
    look->inspection = inspection;
    look->digest = make_digest(material, address);
    g_task_set_task_data(task, look, look_free);
    known = g_hash_table_lookup(inspection->known, look->digest);
    if (known != NULL)
        g_task_return_pointer(task, g_ptr_array_ref(known), (GDestroyNotify)g_ptr_array_unref);
    else
        hemo_openpgp_inspect_async(inspection->openpgp,
                                   material,
                                   address,
                                   cancellable,
                                   on_inspected,
                                   g_steal_pointer(&task));
}

GPtrArray *
hemo_key_inspection_look_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
