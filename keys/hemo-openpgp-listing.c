/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-listing.h.  GPGME tells a gpg that failed as "no keys": only gpg's own word
 * for it counts.
 */
#include "hemo-openpgp-listing.h"

#include "hemo-error.h"
#include "hemo-gpgme-loop.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The data of a task. */
typedef struct {
    HemoGpgmeLoop *loop;
    GPtrArray *keys;
    gboolean may_be_empty; /* a ring without keys says nothing, or gpg has said it */
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

/* The error number of a status line "keylist.getkey 9" says that there is no such key. */
static gboolean
says_none(const char *text)
{
    static const char place[] = "keylist.getkey ";
    guint64 number = 0;
    gpgme_err_code_t code;

    if (!g_str_has_prefix(text, place) ||
        !g_ascii_string_to_unsigned(text + strlen(place), 10, 0, G_MAXUINT, &number, NULL))
        return FALSE;
    code = gpgme_err_code((gpgme_error_t)number);
    return code == GPG_ERR_NO_PUBKEY || code == GPG_ERR_NO_SECKEY || code == GPG_ERR_NOT_FOUND;
}

static gpgme_error_t
on_status(void *data, const char *keyword, const char *text)
{
    Listing *listing = data;

    if (g_strcmp0(keyword, "ERROR") == 0 && says_none(text))
        listing->may_be_empty = TRUE;
    return GPG_ERR_NO_ERROR;
}

static gboolean
is_whole(const Listing *listing)
{
    return listing->keys->len > 0 || listing->may_be_empty;
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Listing *listing = g_task_get_task_data(task);
    GError *error = NULL;

    if (gpgme_err_code(result) == GPG_ERR_CANCELED)
        hemo_error_set(&error, HEMO_ERROR_CANCELLED, _("it was given up"));
    else if (result != GPG_ERR_NO_ERROR || !is_whole(listing))
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
    listing->may_be_empty = pattern == NULL;
    listing->loop = hemo_gpgme_loop_new(context, &handler, task);
    g_task_set_task_data(task, listing, listing_free);
    gpgme_set_ctx_flag(context, "full-status", "1");
    gpgme_set_status_cb(context, on_status, listing);
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
