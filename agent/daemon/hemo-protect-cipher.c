/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-protect-cipher.h.
 */
#include "hemo-protect-cipher.h"

#include "hemo-cipher.h"
#include "hemo-error.h"
#include "hemo-key-desk.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* The state of one copy; the task owns it. */
typedef struct {
    HemoProtectCopy copy;
    HemoKeyKind kind;
    guint waiting; /* keys that are being judged */
    gboolean changed;
    GPtrArray *keys; /* HemoKey */
    HemoChunks *entity;
    HemoIdentity *signer; /* or NULL */
    HemoCipherJob job;
} Work;

/* A key that is being judged again. */
typedef struct {
    GTask *task;
    char *fingerprint; /* what it was */
} Pending;

static void
work_free(gpointer data)
{
    Work *work = data;

    if (work->job.output_fd >= 0)
        close(work->job.output_fd);
    hemo_chunks_free(work->entity);
    g_clear_pointer(&work->keys, g_ptr_array_unref);
    g_clear_pointer(&work->signer, hemo_identity_unref);
    g_free(work);
}

static HemoCaseKeys *
case_keys(const Work *work)
{
    return hemo_case_keys(work->copy.mail);
}

/* TRUE if any recipient of the copy has @key of the rules at @value. */
static gboolean
has_rule(const Work *work, HemoRuleKey key, int value)
{
    for (gsize i = 0; i < work->copy.copy->n; i++) {
        gsize index = work->copy.copy->indices[i];

        if (hemo_case_rule(work->copy.mail, index)->values[key] == value)
            return TRUE;
    }
    return FALSE;
}

static void
return_changed(GTask *task)
{
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CHANGED,
                            "%s",
                            _("a key cannot be used any more as it could when the mail was "
                              "checked, so nothing was sent: press Send again"));
}

static HemoChunks *
wrap(const Work *work, const char *type, HemoSlice encrypted, GError **error)
{
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *boundary = g_strconcat("hemostat-", uuid, NULL);

    if (work->kind == HEMO_KEY_KIND_SMIME)
        return hemo_wrap_smime(work->copy.message, &work->copy.options, type, encrypted, error);
    return hemo_wrap_pgp_mime(work->copy.message,
                              &work->copy.options,
                              boundary,
                              encrypted,
                              error);
}

/* The message around what was encrypted; -1 on error. */
static int
make_message(Work *work, const char *type, GError **error)
{
    g_autoptr(HemoSealedFd) map = NULL;
    g_autoptr(HemoChunks) chunks = NULL;
    const HemoSlice *slices;
    gsize n = 0;

    if (!hemo_sealed_fd_seal(work->job.output_fd, error))
        return -1;
    map = hemo_sealed_fd_map(work->job.output_fd, error);
    chunks = map != NULL ? wrap(work, type, hemo_sealed_fd_slice(map), error) : NULL;
    if (chunks == NULL)
        return -1;
    slices = hemo_chunks_slices(chunks, &n);
    return hemo_sealed_fd_new(slices, n, error);
}

static void
on_encrypted(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);
    GError *error = NULL;
    const char *type = "";
    gboolean done =
        hemo_cipher_encrypt_finish(work->copy.services->cipher, result, &type, &error);
    int fd = -1;

    g_clear_pointer(&work->entity, hemo_chunks_free);
    hemo_sealed_fd_rest(work->copy.map);
    if (done)
        fd = make_message(work, type, &error);
    if (hemo_error_is(error, HEMO_ERROR_UNUSABLE)) {
        g_clear_error(&error);
        return_changed(task);
    } else if (fd < 0) {
        g_task_return_error(task, error);
    } else {
        g_task_return_int(task, fd);
    }
}

static void
encrypt(GTask *task)
{
    Work *work = g_task_get_task_data(task);
    HemoKey *own = hemo_case_keys_own(case_keys(work), work->kind);
    gboolean openpgp = work->kind == HEMO_KEY_KIND_OPENPGP;
    GError *error = NULL;

    work->entity = hemo_wrap_entity(work->copy.message, &work->copy.options, &error);
    if (work->entity != NULL)
        work->job.output_fd = hemo_sealed_fd_create(&error);
    if (work->job.output_fd < 0) {
        g_task_return_error(task, error);
        return;
    }
    work->job.keys = work->keys;
    work->job.chunks = hemo_chunks_slices(work->entity, &work->job.n_chunks);
    work->job.signer = work->signer;
    if (openpgp && has_rule(work, HEMO_RULE_SIGN, HEMO_SIGN_ALWAYS))
        work->job.signing_key = hemo_key_fingerprint(own);
    work->job.fips = has_rule(work, HEMO_RULE_CRYPTO, HEMO_CRYPTO_FIPS_APPROVED);
    hemo_cipher_encrypt_async(work->copy.services->cipher,
                              &work->job,
                              NULL,
                              on_encrypted,
                              g_object_ref(task));
}

static void
on_identity(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);
    GError *error = NULL;

    work->signer = hemo_key_desk_identity_finish(result, &error);
    if (work->signer == NULL)
        g_task_return_error(task, error);
    else
        encrypt(task);
}

static void
on_ready(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_key_desk_ready_finish(result, &error)) {
        g_task_return_error(task, error);
        return;
    }
    if (work->kind == HEMO_KEY_KIND_OPENPGP) {
        encrypt(task);
        return;
    }
    hemo_key_desk_identity_async(
        work->copy.services,
        hemo_key_fingerprint(hemo_case_keys_own(case_keys(work), work->kind)),
        NULL,
        on_identity,
        g_object_ref(task));
}

static void
judged(GTask *task)
{
    Work *work = g_task_get_task_data(task);

    if (--work->waiting > 0)
        return;
    if (work->changed)
        return_changed(task);
    else
        hemo_key_desk_ready_async(work->copy.services,
                                  work->keys,
                                  NULL,
                                  on_ready,
                                  g_object_ref(task));
}

static void
on_judged(GObject *source, GAsyncResult *result, gpointer data)
{
    Pending *pending = data;
    g_autoptr(GTask) task = pending->task;
    Work *work = g_task_get_task_data(task);
    g_autoptr(HemoKey) key = hemo_key_desk_find_finish(result, NULL);

    if (key == NULL || !hemo_key_usable(key) ||
        strcmp(hemo_key_fingerprint(key), pending->fingerprint) != 0)
        work->changed = TRUE;
    g_free(pending->fingerprint);
    g_free(pending);
    judged(task);
}

/* Whether @key is what would still be used. */
static void
judge(GTask *task, const HemoKeyQuestion *question, const HemoKey *key)
{
    Work *work = g_task_get_task_data(task);
    Pending *pending = g_new0(Pending, 1);

    work->waiting++;
    pending->task = g_object_ref(task);
    pending->fingerprint = g_strdup(hemo_key_fingerprint(key));
    hemo_key_desk_find_async(work->copy.services, question, NULL, on_judged, pending);
}

static void
judge_all(GTask *task)
{
    Work *work = g_task_get_task_data(task);
    const HemoEnvelope *envelope = hemo_case_envelope(work->copy.mail);

    work->waiting = 1; /* ourselves, until all are asked */
    for (gsize i = 0; i < work->copy.copy->n; i++) {
        gsize index = work->copy.copy->indices[i];
        const HemoRule *rule = hemo_case_rule(work->copy.mail, index);
        HemoKeyQuestion question = {
            .kind = work->kind,
            .address = hemo_address_full(hemo_envelope_recipient(envelope, index)->address),
            .least = (HemoKeyTrust)rule->values[HEMO_RULE_KEY_TRUST],
            .fips = rule->values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD,
        };

        judge(task, &question, hemo_case_keys_get(case_keys(work), index, work->kind));
    }
    judged(task);
}

void
hemo_protect_cipher_async(const HemoProtectCopy *copy,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Work *work = g_new0(Work, 1);

    work->copy = *copy;
    work->kind = hemo_case_key_kind(copy->copy->method);
    work->job.output_fd = -1;
    work->keys = hemo_case_keys_list(hemo_case_keys(copy->mail),
                                     work->kind,
                                     copy->copy->indices,
                                     copy->copy->n);
    g_task_set_task_data(task, work, work_free);
    judge_all(task);
}

int
hemo_protect_cipher_finish(GAsyncResult *result, GError **error)
{
    return (int)g_task_propagate_int(G_TASK(result), error);
}

gboolean
hemo_protect_cipher_pin(HemoServices *services,
                        const HemoCase *mail,
                        const HemoCopy *copy,
                        GError **error)
{
    HemoKeyKind kind = hemo_case_key_kind(copy->method);
    g_autofree const char **addresses = hemo_copy_addresses(copy, mail);

    for (gsize i = 0; kind != HEMO_KEY_KIND_INVALID && i < copy->n; i++) {
        HemoKey *key = hemo_case_keys_get(hemo_case_keys(mail), copy->indices[i], kind);

        if (!hemo_key_desk_use(services, addresses[i], key, error))
            return FALSE;
    }
    return TRUE;
}
