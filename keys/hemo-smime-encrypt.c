/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-encrypt.h.  The plain text goes from the chunks straight into the cipher.
 */
#include "hemo-smime-encrypt.h"

#include "hemo-error.h"
#include "hemo-openssl-types.h"
#include "hemo-smime-recipients.h"
#include "hemo-smime-sign.h"
#include "hemo-smime-sink.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>

#define TURN          (256 * 1024) /* bytes between two looks at the cancellable */
#define ENCRYPT_FLAGS (CMS_STREAM | CMS_PARTIAL | CMS_BINARY)

static const char enveloped[] = "enveloped-data";
static const char auth_enveloped[] = "authEnveloped-data";

static gboolean
set_failed(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be encrypted"));
    return FALSE;
}

static gboolean
write_slice(BIO *plain, HemoSlice slice, GCancellable *cancellable, GError **error)
{
    for (; slice.size > 0; slice = hemo_slice_from(slice, TURN)) {
        HemoSlice turn = hemo_slice_sub(slice, 0, TURN);

        if (g_cancellable_is_cancelled(cancellable)) {
            hemo_error_set(error, HEMO_ERROR_CANCELLED, _("it was given up"));
            return FALSE;
        }
        if (BIO_write(plain, turn.data, (int)turn.size) != (int)turn.size)
            return set_failed(error);
    }
    return TRUE;
}

static gboolean
write_chunks(BIO *plain, const HemoCipherJob *job, GCancellable *cancellable, GError **error)
{
    for (gsize i = 0; i < job->n_chunks; i++) {
        if (!write_slice(plain, job->chunks[i], cancellable, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_signed(BIO *plain, const HemoCipherJob *job, GCancellable *cancellable, GError **error)
{
    HemoSmimeSignJob sign = {.signer = job->signer,
                             .chunks = job->chunks,
                             .n_chunks = job->n_chunks,
                             .abilities = job->abilities,
                             .fips = job->fips};
    g_auto(HemoSmimeSigned) parts = {NULL, NULL, NULL};
    g_autofree char *before = NULL;

    if (!hemo_smime_sign(&sign, cancellable, &parts, error))
        return FALSE;
    before = g_strconcat("Content-Type: ", parts.type, "\r\n\r\n", parts.head, NULL);
    return write_slice(plain, hemo_slice_text(before), cancellable, error) &&
           write_chunks(plain, job, cancellable, error) &&
           write_slice(plain, hemo_slice_text(parts.tail), cancellable, error);
}

/* The filters above @sink, not the sink. */
static void
free_filters(BIO *filters, BIO *sink)
{
    while (filters != NULL && filters != sink) {
        BIO *next = BIO_pop(filters);

        BIO_free(filters);
        filters = next;
    }
}

static gboolean
write_message(CMS_ContentInfo *cms,
              const HemoCipherJob *job,
              GCancellable *cancellable,
              GError **error)
{
    g_autoptr(HemoSmimeSink) sink = hemo_smime_sink_new(job->output_fd);
    BIO *plain = BIO_new_CMS(hemo_smime_sink_bio(sink), cms);
    GError *problem = NULL;
    gboolean done = FALSE;

    if (plain == NULL)
        return set_failed(error);
    done = job->signer != NULL ? write_signed(plain, job, cancellable, &problem)
                               : write_chunks(plain, job, cancellable, &problem);
    if (done && BIO_flush(plain) != 1)
        done = set_failed(&problem);
    free_filters(plain, hemo_smime_sink_bio(sink));
    /* why it failed below says more than that it failed */
    if ((done || hemo_error_is(problem, HEMO_ERROR_FAILED)) &&
        !hemo_smime_sink_finish(sink, error)) {
        g_clear_error(&problem);
        return FALSE;
    }
    if (problem != NULL)
        g_propagate_error(error, problem);
    return done;
}

static const char *
encrypt(const HemoCipherJob *job, GCancellable *cancellable, GError **error)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_autoptr(HemoSmimeRecipients) recipients =
        hemo_smime_recipients_new(job->keys, now, job->fips, error);
    g_autoptr(CMS_ContentInfo) cms = NULL;
    gboolean gcm = FALSE;

    if (recipients == NULL)
        return NULL;
    gcm = hemo_smime_recipients_all_can(recipients, HEMO_KEY_ABILITY_GCM);
    cms = CMS_encrypt(NULL, NULL, gcm ? EVP_aes_256_gcm() : EVP_aes_256_cbc(), ENCRYPT_FLAGS);
    if (cms == NULL) {
        set_failed(error);
        return NULL;
    }
    if (!hemo_smime_recipients_add(recipients, cms, error) ||
        !write_message(cms, job, cancellable, error))
        return NULL;
    return gcm ? auth_enveloped : enveloped;
}

static void
run(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    const char *type = encrypt(data, cancellable, &error);

    ERR_clear_error();
    if (type != NULL)
        g_task_return_pointer(task, (gpointer)type, NULL);
    else
        g_task_return_error(task, error);
}

static void
job_free(gpointer data)
{
    HemoCipherJob *job = data;

    g_clear_pointer(&job->keys, g_ptr_array_unref);
    hemo_identity_unref(job->signer);
    g_free(job);
}

void
hemo_smime_encrypt_async(const HemoCipherJob *job,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    HemoCipherJob *own = g_new0(HemoCipherJob, 1);

    *own = *job;
    own->keys = job->keys != NULL ? g_ptr_array_ref(job->keys) : NULL;
    own->signer = job->signer != NULL ? hemo_identity_ref(job->signer) : NULL;
    g_task_set_source_tag(task, hemo_smime_encrypt_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, own, job_free);
    g_task_run_in_thread(task, run);
}

gboolean
hemo_smime_encrypt_finish(GAsyncResult *result, const char **ret_type, GError **error)
{
    *ret_type = "";
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_smime_encrypt_async), FALSE);
    *ret_type = g_task_propagate_pointer(G_TASK(result), error);
    if (*ret_type != NULL)
        return TRUE;
    *ret_type = "";
    return FALSE;
}
