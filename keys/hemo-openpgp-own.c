/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The person's own key: made by gpg, which asks for its passphrase and keeps the private part,
 * and withdrawn by the certificate that gpg wrote along with it.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openpgp-listing.h"
#include "hemo-openpgp-op.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define LIFE             (2 * 365 * 24 * 60 * 60) /* seconds */
#define CERTIFICATE_SIZE (16 * 1024)              /* gpg writes about two */

/* gpg puts it before the armor, so that nobody imports the file by accident. */
#define ARMOR_MARK ":-----BEGIN PGP PUBLIC KEY BLOCK-----"

/* The data of a task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *user_id;     /* of the key to be made; wiped */
    char *address;     /* the same; wiped */
    char *fingerprint; /* made, or to be withdrawn */
} Own;

static void
own_free(gpointer data)
{
    Own *own = data;

    hemo_openpgp_unref(own->openpgp);
    hemo_erase_text(own->user_id);
    hemo_erase_text(own->address);
    g_free(own->fingerprint);
    g_free(own);
}

static Own *
begin(GTask *task, HemoOpenpgp *openpgp)
{
    Own *own = g_new0(Own, 1);

    g_task_set_check_cancellable(task, FALSE);
    own->openpgp = hemo_openpgp_ref(openpgp);
    g_task_set_task_data(task, own, own_free);
    return own;
}

static void
on_made_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Own *own = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);
    gpgme_key_t listed =
        keys != NULL ? hemo_openpgp_listing_find(keys, own->fingerprint) : NULL;
    HemoKey *key = listed != NULL ? hemo_openpgp_key_judge(listed, own->address, NULL) : NULL;

    if (error == NULL && key == NULL)
        hemo_error_set(&error, HEMO_ERROR_FAILED, _("gpg could not make a key"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, key, (GDestroyNotify)hemo_key_unref);
}

static void
set_create_error(gpgme_err_code_t code, GError **error)
{
    if (code == GPG_ERR_USER_ID_EXISTS || code == GPG_ERR_EEXIST)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("there is a key with this name and address already"));
    else if (code == GPG_ERR_NO_PIN_ENTRY || code == GPG_ERR_NO_AGENT ||
             code == GPG_ERR_TIMEOUT || code == GPG_ERR_BAD_PASSPHRASE)
        hemo_error_set(error,
                       HEMO_ERROR_LOCKED,
                       _("nobody could be asked for a passphrase for the new key"));
    else
        hemo_error_set(error, HEMO_ERROR_FAILED, _("gpg could not make a key"));
}

static void
on_made(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Own *own = g_task_get_task_data(task);
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_op_finish(result, &code, &error);
    gpgme_genkey_result_t details = context != NULL ? gpgme_op_genkey_result(context) : NULL;

    if (context != NULL &&
        (code != GPG_ERR_NO_ERROR || details == NULL || details->fpr == NULL))
        set_create_error(code, &error);
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }
    own->fingerprint = g_strdup(details->fpr);
    hemo_openpgp_listing_async(own->openpgp,
                               own->fingerprint,
                               TRUE,
                               g_task_get_cancellable(task),
                               on_made_listed,
                               g_object_ref(task));
}

static gpgme_error_t
start_create(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    const Own *own = data;

    return gpgme_op_createkey_start(context, own->user_id, NULL, 0, LIFE, NULL, 0);
}

/* In a name, brackets would make another address of it, or a comment. */
static gboolean
is_name(const char *name)
{
    if (!g_utf8_validate(name, -1, NULL) || strlen(name) > HEMO_LIMIT_DOMAIN)
        return FALSE;
    for (const char *each = name; *each != '\0'; each = g_utf8_next_char(each)) {
        if (g_unichar_iscntrl(g_utf8_get_char(each)) || strchr("<>()@\"\\", *each) != NULL)
            return FALSE;
    }
    return TRUE;
}

static gboolean
set_user_id(Own *own, const char *name, const char *address, GError **error)
{
    g_autofree char *stripped = g_strstrip(g_strdup(name));
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, error);

    if (parsed == NULL)
        return FALSE;
    if (!is_name(stripped)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("no key can be made for this name"));
        return FALSE;
    }
    own->address = g_strdup(hemo_address_key(parsed));
    own->user_id = *stripped != '\0'
                       ? g_strdup_printf("%s <%s>", stripped, hemo_address_full(parsed))
                       : g_strdup(hemo_address_full(parsed));
    return TRUE;
}

void
hemo_openpgp_create_async(HemoOpenpgp *openpgp,
                          const char *name,
                          const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Own *own = begin(task, openpgp);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_openpgp_create_async);
    if (!set_user_id(own, name, address, &error) || !hemo_openpgp_make_home(openpgp, &error))
        g_task_return_error(task, error);
    else
        hemo_openpgp_op_async(openpgp,
                              start_create,
                              NULL,
                              own,
                              cancellable,
                              on_made,
                              g_object_ref(task));
}

HemoKey *
hemo_openpgp_create_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_create_async), NULL);
    return g_task_propagate_pointer(G_TASK(result), error);
}

static void
on_revoked_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Own *own = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);
    gpgme_key_t key = keys != NULL ? hemo_openpgp_listing_find(keys, own->fingerprint) : NULL;

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
    Own *own = g_task_get_task_data(task);
    gpgme_err_code_t code = GPG_ERR_NO_ERROR;
    GError *error = NULL;

    if (hemo_openpgp_op_finish(result, &code, &error) == NULL)
        g_task_return_error(task, error);
    else
        hemo_openpgp_listing_async(own->openpgp,
                                   own->fingerprint,
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
    Own *own = begin(task, openpgp);
    GError *error = NULL;
    g_autoptr(GBytes) certificate = find_certificate(openpgp, fingerprint, &error);

    g_task_set_source_tag(task, hemo_openpgp_revoke_async);
    if (certificate == NULL) {
        g_task_return_error(task, error);
        return;
    }
    own->fingerprint = g_strdup(fingerprint);
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
