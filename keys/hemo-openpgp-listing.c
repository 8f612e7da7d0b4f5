/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-listing.h.
 */
#include "hemo-openpgp-listing.h"

#include "hemo-error.h"
#include "hemo-gpgme-loop.h"

#include <glib/gi18n-lib.h>

/* The data of a task. */
typedef struct {
    HemoGpgmeLoop *loop;
    GPtrArray *keys;
} Listing;

static void
listing_free(gpointer data)
{
    Listing *listing = data;

    hemo_gpgme_loop_free(listing->loop);
    g_clear_pointer(&listing->keys, g_ptr_array_unref);
    g_free(listing);
}

static void
on_key(gpgme_key_t key, gpointer data)
{
    Listing *listing = g_task_get_task_data(data);

    g_ptr_array_add(listing->keys, key);
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Listing *listing = g_task_get_task_data(task);
    GError *error = NULL;

    if (gpgme_err_code(result) == GPG_ERR_CANCELED)
        hemo_error_set(&error, HEMO_ERROR_CANCELLED, _("it was given up"));
    else if (result != GPG_ERR_NO_ERROR)
        hemo_error_set(&error, HEMO_ERROR_FAILED, _("the OpenPGP keys cannot be read"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task,
                              g_steal_pointer(&listing->keys),
                              (GDestroyNotify)g_ptr_array_unref);
}

static const HemoGpgmeHandler handler = {on_key, NULL, on_done};

void
hemo_openpgp_listing_async(HemoOpenpgp *openpgp,
                           const char *pattern,
                           gboolean need_secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_new_context(openpgp, &error);
    Listing *listing = NULL;

    g_task_set_source_tag(task, hemo_openpgp_listing_async);
    g_task_set_check_cancellable(task, FALSE);
    if (context == NULL) {
        g_task_return_error(task, error);
        return;
    }
    listing = g_new0(Listing, 1);
    listing->keys = g_ptr_array_new_with_free_func((GDestroyNotify)gpgme_key_unref);
    listing->loop = hemo_gpgme_loop_new(context, &handler, task);
    g_task_set_task_data(task, listing, listing_free);
    gpgme_set_keylist_mode(context, GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_WITH_SECRET);
    hemo_gpgme_loop_begin(listing->loop,
                          gpgme_op_keylist_start(context, pattern, need_secret),
                          cancellable);
    g_steal_pointer(&task);
}

GPtrArray *
hemo_openpgp_listing_finish(GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_listing_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

gpgme_key_t
hemo_openpgp_listing_find(GPtrArray *keys, const char *fingerprint)
{
    for (guint i = 0; i < keys->len; i++) {
        gpgme_key_t key = g_ptr_array_index(keys, i);

        if (key->subkeys != NULL && key->subkeys->fpr != NULL &&
            g_ascii_strcasecmp(key->subkeys->fpr, fingerprint) == 0)
            return key;
    }
    return NULL;
}
