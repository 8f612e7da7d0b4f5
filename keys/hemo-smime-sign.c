/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-sign.h.
 */
#include "hemo-smime-sign.h"

#include "hemo-base64-lines.h"
#include "hemo-error.h"
#include "hemo-openssl-types.h"
#include "hemo-public-key.h"
#include "hemo-smime-abilities.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#define BOUNDARY_BYTES 16
#define TURN           (256 * 1024)
#define SIGN_FLAGS     (CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP)

static gboolean
set_failed(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be signed"));
    return FALSE;
}

static gboolean
check_certificate(const HemoCertificate *certificate, gboolean fips, GError **error)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    X509 *x509 = hemo_certificate_x509(certificate);
    EVP_PKEY *key = X509_get0_pubkey(x509);
    const char *problem = NULL;

    if (now > hemo_certificate_expires(certificate))
        problem = _("your own certificate has expired");
    else if (now < hemo_certificate_begins(certificate))
        problem = _("your own certificate is not valid yet");
    else if ((X509_get_key_usage(x509) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
        problem = _("your own certificate is not made to sign mail");
    else if (key == NULL || !hemo_public_key_is_strong(key))
        problem = _("your own certificate is too weak to sign mail");
    if (problem != NULL)
        hemo_error_set(error, HEMO_ERROR_UNUSABLE, "%s", problem);
    else if (fips && !hemo_public_key_is_approved(key))
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("your own certificate uses an algorithm that your organisation does "
                         "not allow"));
    else
        return TRUE;
    return FALSE;
}

static gboolean
add_chain(CMS_ContentInfo *cms, GPtrArray *chain)
{
    for (guint i = 0; i < chain->len; i++) {
        if (CMS_add1_cert(cms, hemo_certificate_x509(g_ptr_array_index(chain, i))) != 1)
            return FALSE;
    }
    return TRUE;
}

static CMS_ContentInfo *
make_cms(const HemoSmimeSignJob *job)
{
    g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, SIGN_FLAGS);
    CMS_SignerInfo *signer = NULL;

    if (cms == NULL)
        return NULL;
    signer = CMS_add1_signer(cms,
                             hemo_certificate_x509(hemo_identity_certificate(job->signer)),
                             hemo_identity_private_key(job->signer),
                             EVP_sha256(),
                             SIGN_FLAGS);
    if (signer == NULL || !hemo_smime_abilities_announce(signer, job->abilities) ||
        !add_chain(cms, hemo_identity_chain(job->signer)))
        return NULL;
    return g_steal_pointer(&cms);
}

static gboolean
hash_slice(BIO *hash, HemoSlice slice, GCancellable *cancellable, GError **error)
{
    for (; slice.size > 0; slice = hemo_slice_from(slice, TURN)) {
        HemoSlice turn = hemo_slice_sub(slice, 0, TURN);

        if (g_cancellable_is_cancelled(cancellable)) {
            hemo_error_set(error, HEMO_ERROR_CANCELLED, _("it was given up"));
            return FALSE;
        }
        if (BIO_write(hash, turn.data, (int)turn.size) != (int)turn.size)
            return set_failed(error);
    }
    return TRUE;
}

static gboolean
sign_cms(CMS_ContentInfo *cms,
         const HemoSmimeSignJob *job,
         GCancellable *cancellable,
         GError **error)
{
    g_autoptr(BIO) hash = CMS_dataInit(cms, NULL);

    if (hash == NULL)
        return set_failed(error);
    for (gsize i = 0; i < job->n_chunks; i++) {
        if (!hash_slice(hash, job->chunks[i], cancellable, error))
            return FALSE;
    }
    BIO_flush(hash);
    return CMS_dataFinal(cms, hash) == 1 || set_failed(error);
}

static char *
make_boundary(void)
{
    guint8 bytes[BOUNDARY_BYTES];
    g_autofree char *hex = NULL;

    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return NULL;
    hex = hemo_slice_hex(hemo_slice(bytes, sizeof bytes));
    return g_strconcat("=_", hex, NULL);
}

static gboolean
write_parts(CMS_ContentInfo *cms, HemoSmimeSigned *ret_signed)
{
    g_autofree char *boundary = make_boundary();
    g_autofree char *base64 = NULL;
    unsigned char *der = NULL;
    int size = boundary != NULL ? i2d_CMS_ContentInfo(cms, &der) : -1;

    if (size <= 0)
        return FALSE;
    base64 = hemo_base64_lines_text(hemo_slice(der, (gsize)size));
    OPENSSL_free(der);
    ret_signed->type =
        g_strdup_printf("multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
                        " micalg=sha-256; boundary=\"%s\"",
                        boundary);
    ret_signed->head = g_strdup_printf("--%s\r\n", boundary);
    ret_signed->tail =
        g_strdup_printf("\r\n--%s\r\n"
                        "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
                        "Content-Transfer-Encoding: base64\r\n"
                        "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n"
                        "\r\n%s\r\n--%s--\r\n",
                        boundary,
                        base64,
                        boundary);
    return TRUE;
}

static gboolean
sign_checked(const HemoSmimeSignJob *job,
             GCancellable *cancellable,
             HemoSmimeSigned *ret_signed,
             GError **error)
{
    g_autoptr(CMS_ContentInfo) cms = make_cms(job);

    if (cms == NULL)
        return set_failed(error);
    if (!sign_cms(cms, job, cancellable, error))
        return FALSE;
    return write_parts(cms, ret_signed) || set_failed(error);
}

gboolean
hemo_smime_sign(const HemoSmimeSignJob *job,
                GCancellable *cancellable,
                HemoSmimeSigned *ret_signed,
                GError **error)
{
    gboolean done = FALSE;

    *ret_signed = (HemoSmimeSigned){NULL, NULL, NULL};
    if (check_certificate(hemo_identity_certificate(job->signer), job->fips, error))
        done = sign_checked(job, cancellable, ret_signed, error);
    ERR_clear_error();
    return done;
}

static void
job_free(gpointer data)
{
    HemoSmimeSignJob *job = data;

    hemo_identity_unref(job->signer);
    g_free(job);
}

static void
signed_free(gpointer data)
{
    hemo_smime_sign_clear(data);
    g_free(data);
}

static void
run(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    HemoSmimeSigned *result = g_new0(HemoSmimeSigned, 1);
    GError *error = NULL;

    if (hemo_smime_sign(data, cancellable, result, &error)) {
        g_task_return_pointer(task, result, signed_free);
        return;
    }
    g_free(result);
    g_task_return_error(task, error);
}

void
hemo_smime_sign_async(const HemoSmimeSignJob *job,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    HemoSmimeSignJob *own = g_new0(HemoSmimeSignJob, 1);

    *own = *job;
    hemo_identity_ref(own->signer);
    g_task_set_source_tag(task, hemo_smime_sign_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, own, job_free);
    g_task_run_in_thread(task, run);
}

gboolean
hemo_smime_sign_finish(GAsyncResult *result, HemoSmimeSigned *ret_signed, GError **error)
{
    g_autofree HemoSmimeSigned *content = NULL;

    *ret_signed = (HemoSmimeSigned){NULL, NULL, NULL};
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_smime_sign_async), FALSE);
    content = g_task_propagate_pointer(G_TASK(result), error);
    if (content != NULL)
        *ret_signed = *content;
    return content != NULL;
}

void
hemo_smime_sign_clear(HemoSmimeSigned *content)
{
    g_clear_pointer(&content->type, g_free);
    g_clear_pointer(&content->head, g_free);
    g_clear_pointer(&content->tail, g_free);
}
