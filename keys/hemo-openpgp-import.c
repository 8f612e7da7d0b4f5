/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One key into the user's ring.  What goes in was inspected, so it is this one
 * public key; that gpg took it is checked by looking it up.  Of several gpg that write to the
 * ring at a time, one may fail: then it is tried again.
 */
#include "hemo-error.h"
#include "hemo-openpgp-listing.h"
#include "hemo-openpgp-op.h"

#include <glib/gi18n-lib.h>

#define TRIES 8

/* The data of a task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *fingerprint;
    GBytes *material; /* that goes in; NULL: not inspected yet */
    guint tries;
} Import;

static void
import_free(gpointer data)
{
    Import *import = data;

    hemo_openpgp_unref(import->openpgp);
    g_clear_pointer(&import->material, g_bytes_unref);
    g_free(import->fingerprint);
    g_free(import);
}

/* The task of an import; it has ended already if the fingerprint is none. */
static gboolean
begin(GTask *task, HemoOpenpgp *openpgp, const char *fingerprint, Import **ret_import)
{
    Import *import = g_new0(Import, 1);

    g_task_set_check_cancellable(task, FALSE);
    import->openpgp = hemo_openpgp_ref(openpgp);
    import->fingerprint = g_strdup(fingerprint);
    g_task_set_task_data(task, import, import_free);
    *ret_import = import;
    if (hemo_openpgp_is_fingerprint(fingerprint))
        return TRUE;
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_INVALID,
                            "%s",
                            _("this is no fingerprint of a key"));
    return FALSE;
}

static void put_in(GTask *task);

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);

    if (keys == NULL)
        g_task_return_error(task, error);
    else if (hemo_openpgp_listing_find(keys, import->fingerprint) != NULL)
        g_task_return_boolean(task, TRUE);
    else
        put_in(task);
}

/* That gpg is content is not enough: the key must be there. */
static void
on_imported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;

    if (hemo_openpgp_op_finish(result, &code, &error) == NULL)
        g_task_return_error(task, error);
    else if (code != GPG_ERR_NO_ERROR)
        put_in(task);
    else
        hemo_openpgp_listing_async(import->openpgp,
                                   import->fingerprint,
                                   FALSE,
                                   g_task_get_cancellable(task),
                                   on_listed,
                                   g_object_ref(task));
}

static gpgme_error_t
start_import(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_op_import_start(context, input);
}

static void
put_in(GTask *task)
{
    Import *import = g_task_get_task_data(task);

    if (import->tries++ == TRIES)
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_FAILED,
                                "%s",
                                _("gpg did not take the key"));
    else
        hemo_openpgp_op_async(import->openpgp,
                              start_import,
                              import->material,
                              NULL,
                              g_task_get_cancellable(task),
                              on_imported,
                              g_object_ref(task));
}

static GBytes *
find_material(GPtrArray *keys, const char *fingerprint)
{
    for (guint i = 0; i < keys->len; i++) {
        const HemoKey *key = g_ptr_array_index(keys, i);

        if (g_ascii_strcasecmp(hemo_key_fingerprint(key), fingerprint) == 0)
            return hemo_key_material(key);
    }
    return NULL;
}

static void
on_inspected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_inspect_finish(import->openpgp, result, &error);
    GBytes *material = keys != NULL ? find_material(keys, import->fingerprint) : NULL;

    if (keys != NULL && material == NULL)
        hemo_error_set(&error, HEMO_ERROR_UNTRUSTED, _("this is another key than expected"));
    if (material == NULL || !hemo_openpgp_make_home(import->openpgp, &error)) {
        g_task_return_error(task, error);
        return;
    }
    import->material = g_bytes_ref(material);
    put_in(task);
}

void
hemo_openpgp_import_async(HemoOpenpgp *openpgp,
                          GBytes *material,
                          const char *fingerprint,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Import *import = NULL;

    g_task_set_source_tag(task, hemo_openpgp_import_async);
    if (begin(task, openpgp, fingerprint, &import))
        hemo_openpgp_inspect_async(openpgp,
                                   material,
                                   NULL,
                                   cancellable,
                                   on_inspected,
                                   g_object_ref(task));
}

gboolean
hemo_openpgp_import_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_import_async), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}
