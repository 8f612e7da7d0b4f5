/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One key out of the user's ring.
 */
#include "hemo-error.h"
#include "hemo-openpgp-op.h"

#include <glib/gi18n-lib.h>

/* The data of a task. */
typedef struct {
    char *fingerprint;
    gboolean armored;
} Export;

static void
export_free(gpointer data)
{
    Export *export = data;

    g_free(export->fingerprint);
    g_free(export);
}

static void
on_exported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;
    GBytes *key = NULL;

    if (hemo_openpgp_op_finish(result, &code, &error) != NULL)
        key = hemo_openpgp_op_output(result);
    if (key != NULL && code == GPG_ERR_NO_ERROR && g_bytes_get_size(key) > 0) {
        g_task_return_pointer(task, key, (GDestroyNotify)g_bytes_unref);
        return;
    }
    if (error == NULL && code == GPG_ERR_NO_ERROR)
        hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("this key is not there"));
    else if (error == NULL)
        hemo_error_set(&error, HEMO_ERROR_FAILED, _("the OpenPGP keys cannot be read"));
    g_clear_pointer(&key, g_bytes_unref);
    g_task_return_error(task, error);
}

static gpgme_error_t
start_export(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    const Export *export = data;

    gpgme_set_armor(context, export->armored);
    return gpgme_op_export_start(context,
                                 export->fingerprint,
                                 GPGME_EXPORT_MODE_MINIMAL,
                                 output);
}

void
hemo_openpgp_export_async(HemoOpenpgp *openpgp,
                          const char *fingerprint,
                          gboolean armored,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Export *export = g_new0(Export, 1);

    g_task_set_source_tag(task, hemo_openpgp_export_async);
    g_task_set_check_cancellable(task, FALSE);
    export->fingerprint = g_strdup(fingerprint);
    export->armored = armored;
    g_task_set_task_data(task, export, export_free);
    if (!hemo_openpgp_is_fingerprint(fingerprint))
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_INVALID,
                                "%s",
                                _("this is no fingerprint of a key"));
    else
        hemo_openpgp_op_async(openpgp,
                              start_export,
                              NULL,
                              export,
                              cancellable,
                              on_exported,
                              g_object_ref(task));
}

GBytes *
hemo_openpgp_export_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_export_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
