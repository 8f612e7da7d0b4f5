/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The person's own key: made by gpg, which asks for its passphrase and keeps the private part.
 */
#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openpgp-listing.h"
#include "hemo-openpgp-op.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LIFE (2 * 365 * 24 * 60 * 60) /* seconds */

/* The data of a task. */
typedef struct {
    HemoOpenpgp *openpgp;
    char *user_id; /* wiped */
    char *address; /* lower case; wiped */
    char *fingerprint;
} Create;

static void
create_free(gpointer data)
{
    Create *create = data;

    hemo_openpgp_unref(create->openpgp);
    hemo_erase_text(create->user_id);
    hemo_erase_text(create->address);
    g_free(create->fingerprint);
    g_free(create);
}

static Create *
begin(GTask *task, HemoOpenpgp *openpgp)
{
    Create *create = g_new0(Create, 1);

    g_task_set_check_cancellable(task, FALSE);
    create->openpgp = hemo_openpgp_ref(openpgp);
    g_task_set_task_data(task, create, create_free);
    return create;
}

static void
on_made_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Create *create = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);
    gpgme_key_t listed =
        keys != NULL ? hemo_openpgp_listing_find(keys, create->fingerprint) : NULL;
    HemoKey *key =
        listed != NULL ? hemo_openpgp_key_judge(listed, create->address, NULL) : NULL;

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
             code == GPG_ERR_TIMEOUT || code == GPG_ERR_BAD_PASSPHRASE ||
             code == GPG_ERR_PIN_ENTRY || code == GPG_ERR_ENOTTY || code == GPG_ERR_EOF ||
             code == GPG_ERR_CANCELED || code == GPG_ERR_FULLY_CANCELED)
        hemo_error_set(error,
                       HEMO_ERROR_LOCKED,
                       _("nobody gave a passphrase for the new key. If no window asked for it, "
                         "run this in a terminal, or install a program that asks for it "
                         "(pinentry)"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_FAILED,
                       _("gpg could not make a key. If nothing asked you for a passphrase, run "
                         "this in a terminal, or install a program that asks for it "
                         "(pinentry)"));
}

static void
on_made(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Create *create = g_task_get_task_data(task);
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
    create->fingerprint = g_strdup(details->fpr);
    hemo_openpgp_listing_async(create->openpgp,
                               create->fingerprint,
                               TRUE,
                               g_task_get_cancellable(task),
                               on_made_listed,
                               g_object_ref(task));
}

static gpgme_error_t
start_create(gpgme_ctx_t context, gpgme_data_t input, gpgme_data_t output, gpointer data)
{
    const Create *create = data;

    return gpgme_op_createkey_start(context, create->user_id, NULL, 0, LIFE, NULL, 0);
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
set_user_id(Create *create, const char *name, const char *address, GError **error)
{
    g_autofree char *stripped = g_strstrip(g_strdup(name));
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, error);

    if (parsed == NULL)
        return FALSE;
    if (!is_name(stripped)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("no key can be made for this name"));
        return FALSE;
    }
    create->address = g_strdup(hemo_address_key(parsed));
    create->user_id = *stripped != '\0'
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
    Create *create = begin(task, openpgp);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_openpgp_create_async);
    if (!set_user_id(create, name, address, &error) || !hemo_openpgp_make_home(openpgp, &error))
        g_task_return_error(task, error);
    else
        hemo_openpgp_op_async(openpgp,
                              start_create,
                              NULL,
                              create,
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
