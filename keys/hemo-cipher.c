/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cipher.h.
 */
#include "hemo-cipher.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-smime-encrypt.h"

#include <glib/gi18n-lib.h>

struct _HemoCipher {
    gatomicrefcount refs;
    HemoOpenpgp *openpgp; /* or NULL */
};

HemoCipher *
hemo_cipher_new(HemoOpenpgp *openpgp)
{
    HemoCipher *cipher = g_new0(HemoCipher, 1);

    g_atomic_ref_count_init(&cipher->refs);
    cipher->openpgp = openpgp != NULL ? hemo_openpgp_ref(openpgp) : NULL;
    return cipher;
}

HemoCipher *
hemo_cipher_ref(HemoCipher *cipher)
{
    g_atomic_ref_count_inc(&cipher->refs);
    return cipher;
}

void
hemo_cipher_unref(HemoCipher *cipher)
{
    if (cipher == NULL || !g_atomic_ref_count_dec(&cipher->refs))
        return;
    if (cipher->openpgp != NULL)
        hemo_openpgp_unref(cipher->openpgp);
    g_free(cipher);
}

/* The one kind of all keys, or INVALID. */
static HemoKeyKind
find_kind(GPtrArray *keys)
{
    HemoKeyKind kind = HEMO_KEY_KIND_INVALID;

    if (keys == NULL || keys->len == 0 || keys->len > HEMO_LIMIT_RECIPIENTS)
        return HEMO_KEY_KIND_INVALID;
    kind = hemo_key_kind(g_ptr_array_index(keys, 0));
    for (guint i = 1; i < keys->len; i++) {
        if (hemo_key_kind(g_ptr_array_index(keys, i)) != kind)
            return HEMO_KEY_KIND_INVALID;
    }
    return kind;
}

static gboolean
fits(const HemoCipher *cipher, const HemoCipherJob *job, HemoKeyKind kind)
{
    if (kind == HEMO_KEY_KIND_SMIME)
        return job->signing_key == NULL;
    return kind == HEMO_KEY_KIND_OPENPGP && job->signer == NULL && cipher->openpgp != NULL;
}

static void
set_denied(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("a key uses an algorithm that your organisation does not allow, so "
                     "nobody gets this mail encrypted"));
}

/* Of certificates their own engine knows. */
static gboolean
is_denied(const HemoCipherJob *job, const HemoKey *key)
{
    return job->fips && hemo_key_kind(key) == HEMO_KEY_KIND_OPENPGP &&
           (hemo_key_abilities(key) & HEMO_KEY_ABILITY_APPROVED) == 0;
}

static const HemoKey *
find_bad(const HemoCipherJob *job)
{
    GPtrArray *keys = job->keys;

    for (guint i = 0; i < keys->len; i++) {
        const HemoKey *key = g_ptr_array_index(keys, i);

        if (hemo_key_state(key) < HEMO_KEY_UNCONFIRMED || is_denied(job, key))
            return key;
    }
    return NULL;
}

static gboolean
check_job(const HemoCipher *cipher, const HemoCipherJob *job, GError **error)
{
    const HemoKey *bad = NULL;

    if (!fits(cipher, job, find_kind(job->keys))) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no list of keys to encrypt to"));
        return FALSE;
    }
    bad = find_bad(job);
    if (bad == NULL)
        return TRUE;
    if (hemo_key_state(bad) == HEMO_KEY_NOT_APPROVED || is_denied(job, bad))
        set_denied(error);
    else
        hemo_error_set(error,
                       HEMO_ERROR_UNUSABLE,
                       _("a key cannot be used, so nobody gets this mail encrypted"));
    return FALSE;
}

static void
on_openpgp(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const HemoCipher *cipher = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_openpgp_encrypt_finish(cipher->openpgp, result, &error))
        g_task_return_pointer(task, (gpointer) "", NULL);
    else
        g_task_return_error(task, error);
}

/* Which cipher gpg takes is known only afterwards. */
static void
on_openpgp_approved(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const HemoCipher *cipher = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_openpgp_encrypt_finish(cipher->openpgp, result, &error) &&
        !hemo_openpgp_encrypt_is_approved(result))
        set_denied(&error);
    if (error == NULL)
        g_task_return_pointer(task, (gpointer) "", NULL);
    else
        g_task_return_error(task, error);
}

static void
on_smime(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const char *type = NULL;
    GError *error = NULL;

    if (hemo_smime_encrypt_finish(result, &type, &error))
        g_task_return_pointer(task, (gpointer)type, NULL);
    else
        g_task_return_error(task, error);
}

static void
start_openpgp(HemoCipher *cipher,
              const HemoCipherJob *job,
              GCancellable *cancellable,
              GTask *task)
{
    g_autoptr(GPtrArray) fingerprints = g_ptr_array_new();

    for (guint i = 0; i < job->keys->len; i++)
        g_ptr_array_add(fingerprints,
                        (gpointer)hemo_key_fingerprint(g_ptr_array_index(job->keys, i)));
    g_ptr_array_add(fingerprints, NULL);
    hemo_openpgp_encrypt_async(cipher->openpgp,
                               (const char *const *)fingerprints->pdata,
                               FALSE,
                               job->signing_key,
                               job->chunks,
                               job->n_chunks,
                               job->output_fd,
                               cancellable,
                               job->fips ? on_openpgp_approved : on_openpgp,
                               task);
}

void
hemo_cipher_encrypt_async(HemoCipher *cipher,
                          const HemoCipherJob *job,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_cipher_encrypt_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, hemo_cipher_ref(cipher), (GDestroyNotify)hemo_cipher_unref);
    if (!check_job(cipher, job, &error)) {
        g_task_return_error(task, error);
        g_object_unref(task);
        return;
    }
    if (find_kind(job->keys) == HEMO_KEY_KIND_SMIME)
        hemo_smime_encrypt_async(job, cancellable, on_smime, task);
    else
        start_openpgp(cipher, job, cancellable, task);
}

gboolean
hemo_cipher_encrypt_finish(HemoCipher *cipher,
                           GAsyncResult *result,
                           const char **ret_type,
                           GError **error)
{
    const char *type = NULL;

    *ret_type = "";
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_cipher_encrypt_async), FALSE);
    type = g_task_propagate_pointer(G_TASK(result), error);
    if (type != NULL)
        *ret_type = type;
    return type != NULL;
}
