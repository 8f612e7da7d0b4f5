/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-op.h.
 */
#include "hemo-openpgp-op.h"

#include "hemo-error.h"
#include "hemo-gpgme-loop.h"

#include <glib/gi18n-lib.h>

/* The data of a task. */
typedef struct {
    HemoGpgmeLoop *loop;
    GBytes *bytes; /* behind @input, or NULL */
    gpgme_data_t input;
    gpgme_data_t output;
} Op;

static void
op_free(gpointer data)
{
    Op *op = data;

    hemo_gpgme_loop_free(op->loop);
    gpgme_data_release(op->input);
    gpgme_data_release(op->output);
    g_clear_pointer(&op->bytes, g_bytes_unref);
    g_free(op);
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    g_autoptr(GTask) task = data;
    gpgme_err_code_t code = gpgme_err_code(result);

    if (code == GPG_ERR_CANCELED || code == GPG_ERR_FULLY_CANCELED)
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_CANCELLED,
                                "%s",
                                _("it was given up"));
    else
        g_task_return_int(task, (gssize)code);
}

static const HemoGpgmeHandler handler = {NULL, NULL, on_done};

static gpgme_error_t
open_data(Op *op, GBytes *input)
{
    gpgme_error_t result = gpgme_data_new(&op->output);
    gconstpointer bytes = NULL;
    gsize size = 0;

    if (result != GPG_ERR_NO_ERROR || input == NULL)
        return result;
    op->bytes = g_bytes_ref(input);
    bytes = g_bytes_get_data(input, &size);
    return gpgme_data_new_from_mem(&op->input, bytes != NULL ? bytes : "", size, 0);
}

void
hemo_openpgp_op_async(HemoOpenpgp *openpgp,
                      HemoOpenpgpStart start,
                      GBytes *input,
                      gpointer data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_new_context(openpgp, &error);
    gpgme_error_t started = GPG_ERR_NO_ERROR;
    Op *op = NULL;

    g_task_set_source_tag(task, hemo_openpgp_op_async);
    g_task_set_check_cancellable(task, FALSE);
    if (context == NULL) {
        g_task_return_error(task, error);
        return;
    }
    op = g_new0(Op, 1);
    g_task_set_task_data(task, op, op_free);
    op->loop = hemo_gpgme_loop_new(context, &handler, task);
    started = open_data(op, input);
    if (started == GPG_ERR_NO_ERROR)
        started = start(context, op->input, op->output, data);
    hemo_gpgme_loop_begin(op->loop, started, cancellable);
    g_steal_pointer(&task);
}

gpgme_ctx_t
hemo_openpgp_op_finish(GAsyncResult *result, gpgme_err_code_t *ret_code, GError **error)
{
    GTask *task = G_TASK(result);
    GError *local = NULL;
    gssize code;
    Op *op = NULL;

    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_op_async), NULL);
    code = g_task_propagate_int(task, &local);
    if (local != NULL) {
        g_propagate_error(error, local);
        return NULL;
    }
    *ret_code = (gpgme_err_code_t)code;
    op = g_task_get_task_data(task);
    return hemo_gpgme_loop_context(op->loop);
}

GBytes *
hemo_openpgp_op_output(GAsyncResult *result)
{
    Op *op = g_task_get_task_data(G_TASK(result));
    gsize size = 0;
    char *memory = gpgme_data_release_and_get_mem(op->output, &size);

    op->output = NULL;
    return g_bytes_new_with_free_func(memory, size, gpgme_free, memory);
}
