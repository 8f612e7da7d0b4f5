/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-desk.h.
 */
#include "hemo-key-desk.h"

#include "hemo-error.h"
#include "hemo-key-gather.h"

#include <glib/gi18n-lib.h>

static void
on_gathered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(GPtrArray) found = hemo_key_gather_finish(result, &error);

    if (found != NULL && found->len == 0)
        hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("no key of this person is known"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task,
                              hemo_key_ref(((HemoKeyCandidate *)found->pdata[0])->key),
                              (GDestroyNotify)hemo_key_unref);
}

void
hemo_key_desk_find_async(HemoServices *services,
                         const HemoKeyQuestion *question,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    hemo_key_gather_async(services, question, cancellable, on_gathered, task);
}

HemoKey *
hemo_key_desk_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

gboolean
hemo_key_desk_use(HemoServices *services,
                  const char *address,
                  const HemoKey *key,
                  GError **error)
{
    g_autoptr(HemoKeyRecord) record =
        hemo_key_record_new(hemo_key_kind(key), address, hemo_key_fingerprint(key));

    record->since = g_get_real_time() / G_USEC_PER_SEC;
    record->seen = record->since;
    record->used = record->since;
    record->finders = hemo_key_material(key) == NULL ? HEMO_FINDER_KEYRING : 0;
    hemo_key_record_set_material(record, hemo_key_material(key));
    return hemo_key_store_see(services->key_store, record, error);
}

void
hemo_key_desk_ready_async(HemoServices *services,
                          GPtrArray *keys,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_return_boolean(task, TRUE);
}

gboolean
hemo_key_desk_ready_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

void
hemo_key_desk_identity_async(HemoServices *services,
                             const char *fingerprint,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_NOT_FOUND,
                            "%s",
                            _("this key of yours is not here"));
}

HemoIdentity *
hemo_key_desk_identity_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

void
hemo_key_desk_forget(HemoServices *services)
{
}
