/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Looks at a stranger's keys in a scratch home: imports, lists, judges, and takes each key
 * out again without what it does not need.  The whole of it has a deadline.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-gpg-scratch.h"
#include "hemo-limits.h"
#include "hemo-openpgp-listing.h"
#include "hemo-openpgp-op.h"

#include <glib/gi18n-lib.h>

/* The data of a task. */
typedef struct {
    HemoGpgScratch *scratch;
    HemoOpenpgp *openpgp; /* of the scratch home */
    HemoAddress *address; /* or NULL */
    GPtrArray *listed;    /* gpgme_key_t */
    guint next;           /* of them */
    GPtrArray *keys;      /* HemoKey: the answer */
    GCancellable *inner;  /* by the caller or the deadline */
    GCancellable *outer;  /* the caller's, or NULL */
    gulong outer_handler;
    GSource *deadline;
    gboolean is_late;
} Inspect;

static void
inspect_free(gpointer data)
{
    Inspect *inspect = data;

    if (inspect->outer != NULL)
        g_cancellable_disconnect(inspect->outer, inspect->outer_handler);
    if (inspect->deadline != NULL)
        g_source_destroy(inspect->deadline);
    g_clear_pointer(&inspect->deadline, g_source_unref);
    g_clear_object(&inspect->inner);
    g_clear_object(&inspect->outer);
    g_clear_pointer(&inspect->listed, g_ptr_array_unref);
    g_clear_pointer(&inspect->keys, g_ptr_array_unref);
    hemo_address_unref(inspect->address);
    hemo_openpgp_unref(inspect->openpgp);
    hemo_gpg_scratch_free(inspect->scratch);
    g_free(inspect);
}

/* Owns @error; what the deadline ended was not given up by anybody. */
static void
fail(GTask *task, GError *error)
{
    Inspect *inspect = g_task_get_task_data(task);

    if (hemo_error_is(error, HEMO_ERROR_CANCELLED))
        hemo_gpg_scratch_stop(inspect->scratch);
    if (inspect->is_late && hemo_error_is(error, HEMO_ERROR_CANCELLED)) {
        g_clear_error(&error);
        hemo_error_set(&error, HEMO_ERROR_TIMED_OUT, _("reading the key took too long"));
    }
    g_task_return_error(task, error);
}

static void export_next(GTask *task);

static gpgme_error_t
start_export(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    gpgme_key_t key = data;

    return gpgme_op_export_start(context, key->subkeys->fpr, GPGME_EXPORT_MODE_MINIMAL, output);
}

/* A key that cannot be taken out in a size that counts is none. */
static void
add_key(Inspect *inspect, GBytes *material)
{
    gpgme_key_t listed = g_ptr_array_index(inspect->listed, inspect->next - 1);
    const char *address = inspect->address != NULL ? hemo_address_key(inspect->address) : NULL;
    gsize size = g_bytes_get_size(material);

    if (size > 0 && size <= HEMO_LIMIT_KEY)
        g_ptr_array_add(inspect->keys, hemo_openpgp_key_judge(listed, address, material));
}

static void
on_exported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Inspect *inspect = g_task_get_task_data(task);
    g_autoptr(GBytes) material = NULL;
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;

    if (hemo_openpgp_op_finish(result, &code, &error) == NULL) {
        fail(task, error);
        return;
    }
    material = hemo_openpgp_op_output(result);
    if (code == GPG_ERR_NO_ERROR)
        add_key(inspect, material);
    export_next(task);
}

static gboolean
is_wanted(const Inspect *inspect, gpgme_key_t listed)
{
    const char *address = inspect->address != NULL ? hemo_address_key(inspect->address) : NULL;
    g_autoptr(HemoKey) key = hemo_openpgp_key_judge(listed, address, NULL);

    return key != NULL;
}

static void
export_next(GTask *task)
{
    Inspect *inspect = g_task_get_task_data(task);
    gpgme_key_t key = NULL;

    while (key == NULL && inspect->next < inspect->listed->len &&
           inspect->keys->len < HEMO_LIMIT_KEYS_OF_ADDRESS) {
        key = g_ptr_array_index(inspect->listed, inspect->next++);
        if (!is_wanted(inspect, key))
            key = NULL;
    }
    if (key != NULL)
        hemo_openpgp_op_async(inspect->openpgp,
                              start_export,
                              NULL,
                              key,
                              inspect->inner,
                              on_exported,
                              g_object_ref(task));
    else
        g_task_return_pointer(task,
                              g_steal_pointer(&inspect->keys),
                              (GDestroyNotify)g_ptr_array_unref);
}

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Inspect *inspect = g_task_get_task_data(task);
    GError *error = NULL;

    inspect->listed = hemo_openpgp_listing_finish(result, &error);
    if (inspect->listed == NULL)
        fail(task, error);
    else
        export_next(task);
}

static gpgme_error_t
start_import(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_op_import_start(context, input);
}

static gboolean
check_import(gpgme_ctx_t context, gpgme_err_code_t code, GError **error)
{
    gpgme_import_result_t details = gpgme_op_import_result(context);

    if (details != NULL && details->secret_read > 0)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("there is a private key in it: ask for the public one alone"));
    else if (code != GPG_ERR_NO_ERROR || details == NULL || details->imports == NULL)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no OpenPGP key"));
    else
        return TRUE;
    return FALSE;
}

static void
on_imported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Inspect *inspect = g_task_get_task_data(task);
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_op_finish(result, &code, &error);

    if (context == NULL || !check_import(context, code, &error))
        fail(task, error);
    else
        hemo_openpgp_listing_async(inspect->openpgp,
                                   NULL,
                                   FALSE,
                                   inspect->inner,
                                   on_listed,
                                   g_object_ref(task));
}

static void
on_outer_cancelled(GCancellable *cancellable, gpointer data)
{
    g_cancellable_cancel(data);
}

static gboolean
on_deadline(gpointer data)
{
    Inspect *inspect = data;

    inspect->is_late = TRUE;
    g_cancellable_cancel(inspect->inner);
    return G_SOURCE_REMOVE;
}

static void
watch_time(Inspect *inspect, GCancellable *cancellable)
{
    inspect->inner = g_cancellable_new();
    if (cancellable != NULL) {
        inspect->outer = g_object_ref(cancellable);
        inspect->outer_handler = g_cancellable_connect(cancellable,
                                                       G_CALLBACK(on_outer_cancelled),
                                                       g_object_ref(inspect->inner),
                                                       g_object_unref);
    }
    inspect->deadline = g_timeout_source_new_seconds(HEMO_LIMIT_KEYS_WAIT);
    g_source_set_callback(inspect->deadline, on_deadline, inspect, NULL);
    g_source_attach(inspect->deadline, g_main_context_get_thread_default());
}

static gboolean
prepare(Inspect *inspect, GBytes *material, const char *address, GError **error)
{
    if (g_bytes_get_size(material) > HEMO_LIMIT_KEY) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the key is too big"));
        return FALSE;
    }
    if (address != NULL) {
        inspect->address = hemo_address_parse(address, error);
        if (inspect->address == NULL)
            return FALSE;
    }
    inspect->scratch = hemo_gpg_scratch_new(error);
    if (inspect->scratch == NULL)
        return FALSE;
    inspect->openpgp = hemo_openpgp_new(hemo_gpg_scratch_home(inspect->scratch));
    inspect->keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
    return TRUE;
}

void
hemo_openpgp_inspect_async(HemoOpenpgp *openpgp,
                           GBytes *material,
                           const char *address,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Inspect *inspect = g_new0(Inspect, 1);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_openpgp_inspect_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, inspect, inspect_free);
    if (!prepare(inspect, material, address, &error)) {
        g_task_return_error(task, error);
        return;
    }
    watch_time(inspect, cancellable);
    hemo_openpgp_op_async(inspect->openpgp,
                          start_import,
                          material,
                          NULL,
                          inspect->inner,
                          on_imported,
                          g_object_ref(task));
}

GPtrArray *
hemo_openpgp_inspect_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_inspect_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}
