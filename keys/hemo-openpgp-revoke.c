/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Withdraws an own key by the certificate that gpg wrote when it made the key.
 */
#include "hemo-error.h"
#include "hemo-openpgp-listing.h"
#include "hemo-openpgp-op.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define CERTIFICATE_SIZE (16 * 1024) /* gpg writes about two */

/* gpg puts it before the armor, so that nobody imports the file by accident. */
#define ARMOR_MARK ":-----BEGIN PGP PUBLIC KEY BLOCK-----"

/* The data of a task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *fingerprint;
} Revoke;

static void
revoke_free(gpointer data)
{
    Revoke *revoke = data;

    hemo_openpgp_unref(revoke->openpgp);
    g_free(revoke->fingerprint);
    g_free(revoke);
}

static void
on_revoked_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Revoke *revoke = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);
    gpgme_key_t key =
        keys != NULL ? hemo_openpgp_listing_find(keys, revoke->fingerprint) : NULL;

    if (error == NULL && key == NULL)
        hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("this key is not there"));
    else if (error == NULL && !key->revoked)
        hemo_error_set(&error, HEMO_ERROR_INVALID, _("the key could not be withdrawn"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

/* Whatever gpg says of it: what counts is how the key stands afterwards. */
static void
on_certificate_imported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Revoke *revoke = g_task_get_task_data(task);
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;

    if (hemo_openpgp_op_finish(result, &code, &error) == NULL)
        g_task_return_error(task, error);
    else
        hemo_openpgp_listing_async(revoke->openpgp,
                                   revoke->fingerprint,
                                   FALSE,
                                   g_task_get_cancellable(task),
                                   on_revoked_listed,
                                   g_object_ref(task));
}

static gpgme_error_t
start_import(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    return gpgme_op_import_start(context, input);
}

/* At most @size bytes of the file; how many. */
static gsize
read_file(const char *path, guint8 *bytes, gsize size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    gsize done = 0;
    gssize got = 1;

    while (fd >= 0 && done < size && got > 0) {
        got = read(fd, bytes + done, size - done);
        done += got > 0 ? (gsize)got : 0;
    }
    if (fd >= 0)
        close(fd);
    return done;
}

/* The armor of the certificate that gpg wrote, without the colon before it; or NULL. */
static GBytes *
read_certificate(const char *home, const char *fingerprint)
{
    g_autofree char *print = g_ascii_strup(fingerprint, -1);
    g_autofree char *name = g_strconcat(print, ".rev", NULL);
    g_autofree char *path = g_build_filename(home, "openpgp-revocs.d", name, NULL);
    g_autofree guint8 *text = g_malloc(CERTIFICATE_SIZE);
    HemoSlice rest = hemo_slice(text, read_file(path, text, CERTIFICATE_SIZE));

    rest = hemo_slice_from(rest, hemo_slice_find_text(rest, ARMOR_MARK));
    rest = hemo_slice_from(rest, 1);
    return rest.size > 0 ? g_bytes_new(rest.data, rest.size) : NULL;
}

static GBytes *
find_certificate(HemoOpenpgp *openpgp, const char *fingerprint, GError **error)
{
    GBytes *certificate = NULL;

    if (!hemo_openpgp_is_fingerprint(fingerprint)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no fingerprint of a key"));
        return NULL;
    }
    if (!hemo_openpgp_check(openpgp, error))
        return NULL;
    certificate = read_certificate(hemo_openpgp_home(openpgp), fingerprint);
    if (certificate == NULL)
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("there is no certificate to withdraw this key with"));
    return certificate;
}

void
hemo_openpgp_revoke_async(HemoOpenpgp *openpgp,
                          const char *fingerprint,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;
    g_autoptr(GBytes) certificate = find_certificate(openpgp, fingerprint, &error);
    Revoke *revoke = g_new0(Revoke, 1);

    g_task_set_source_tag(task, hemo_openpgp_revoke_async);
    g_task_set_check_cancellable(task, FALSE);
    revoke->openpgp = hemo_openpgp_ref(openpgp);
    revoke->fingerprint = g_strdup(fingerprint);
    g_task_set_task_data(task, revoke, revoke_free);
    if (certificate == NULL)
        g_task_return_error(task, error);
    else
        hemo_openpgp_op_async(openpgp,
                              start_import,
                              certificate,
                              NULL,
                              cancellable,
                              on_certificate_imported,
                              g_object_ref(task));
}

gboolean
hemo_openpgp_revoke_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_revoke_async), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}
