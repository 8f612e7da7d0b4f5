/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The best of the keys of an address.
 */
#include "hemo-error.h"
#include "hemo-openpgp-private.h"

#include <glib/gi18n-lib.h>

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(GPtrArray) keys =
        hemo_openpgp_list_finish(g_task_get_task_data(task), result, &error);

    if (keys != NULL && keys->len == 0)
        hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("there is no key for this person"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task,
                              hemo_key_ref(g_ptr_array_index(keys, 0)),
                              (GDestroyNotify)hemo_key_unref);
}

void
hemo_openpgp_find_async(HemoOpenpgp *openpgp,
                        const char *address,
                        gboolean need_secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_openpgp_find_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, hemo_openpgp_ref(openpgp), (GDestroyNotify)hemo_openpgp_unref);
    if (need_secret)
        hemo_openpgp_list_secret_async(openpgp, address, cancellable, on_listed, task);
    else
        hemo_openpgp_list_async(openpgp, address, cancellable, on_listed, task);
}

HemoKey *
hemo_openpgp_find_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_find_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
