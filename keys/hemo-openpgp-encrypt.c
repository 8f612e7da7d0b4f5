/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Encrypts chunks to fingerprints.  Whether a key may be used was judged before
 * (hemo-openpgp-key.c), so gpg is told to trust it; gpg still refuses what is expired
 * or revoked.  The plain text goes from the chunks straight into gpg's pipe: GPGME would
 * copy it to its heap and its stack.  It still opens, watches and closes the pipes.
 */
#include "hemo-error.h"
#include "hemo-gpgme-loop.h"
#include "hemo-limits.h"
#include "hemo-openpgp-algorithm.h"
#include "hemo-openpgp-listing.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* The start of the output goes by GPGME's buffer, which shows what pipe it comes from. */
#define BUFFER_SIZE "65536"

/* Bytes a turn of the main loop, and of a pipe if the system allows. */
#define TURN_SIZE (1024 * 1024)

/* One message; the data of its task. */
typedef struct {
    HemoOpenpgp *openpgp;
    const HemoSlice *chunks;
    gsize n_chunks;
    gsize next;      /* chunk that is read next */
    gsize position;  /* in it */
    gboolean is_cut; /* gpg closed its end before all was read */
    int output_fd;
    int write_errno; /* first error of writing, or 0 */
    gsize written;
    int ready_fd;  /* pipe that GPGME works on, or -1 */
    int cipher_fd; /* pipe that the output comes from, or -1 not known yet */
    gpgme_data_t plain;
    gpgme_data_t cipher;
    char *recipients; /* fingerprints, one a line */
    gpgme_encrypt_flags_t flags;
    char *signing_key; /* or NULL */
    gpgme_key_t signer;
    guint64 cipher_number; /* that gpg chose, RFC 4880 section 9.2; 0 not known */
    HemoGpgmeLoop *loop;
} Encrypt;

static void
encrypt_free(gpointer data)
{
    Encrypt *encrypt = data;

    hemo_gpgme_loop_free(encrypt->loop);
    gpgme_data_release(encrypt->plain);
    gpgme_data_release(encrypt->cipher);
    gpgme_key_unref(encrypt->signer);
    g_free(encrypt->recipients);
    g_free(encrypt->signing_key);
    hemo_openpgp_unref(encrypt->openpgp);
    g_free(encrypt);
}

/* What has not been given to gpg yet of the current chunk; skips empty ones. */
static HemoSlice
next_bytes(Encrypt *encrypt)
{
    HemoSlice rest = HEMO_SLICE_EMPTY;

    while (encrypt->next < encrypt->n_chunks && rest.size == 0) {
        rest = hemo_slice_from(encrypt->chunks[encrypt->next], encrypt->position);
        if (rest.size == 0) {
            encrypt->next++;
            encrypt->position = 0;
        }
    }
    return rest;
}

/* As many chunks as one call takes.  The number, 0 at the end. */
static int
gather(Encrypt *encrypt, struct iovec *ret_parts)
{
    HemoSlice rest = next_bytes(encrypt);
    gsize size = 0;
    int count = 0;

    for (gsize next = encrypt->next; rest.size > 0 || next < encrypt->n_chunks;) {
        if (count == IOV_MAX || size >= TURN_SIZE)
            break;
        ret_parts[count++] = (struct iovec){(void *)rest.data, rest.size};
        size += rest.size;
        rest = ++next < encrypt->n_chunks ? encrypt->chunks[next] : HEMO_SLICE_EMPTY;
    }
    return count;
}

static void
advance(Encrypt *encrypt, gsize size)
{
    while (size > 0) {
        gsize part = MIN(next_bytes(encrypt).size, size);

        encrypt->position += part;
        size -= part;
    }
}

/* FALSE at the end, where GPGME closes the pipe. */
static gboolean
feed(Encrypt *encrypt, int fd)
{
    struct iovec parts[IOV_MAX];
    int count = encrypt->is_cut ? 0 : gather(encrypt, parts);
    gssize done = 0;

    if (count == 0)
        return FALSE;
    done = writev(fd, parts, count);
    if (done >= 0) {
        advance(encrypt, (gsize)done);
        return next_bytes(encrypt).size > 0;
    }
    encrypt->is_cut = errno != EAGAIN && errno != EINTR;
    return !encrypt->is_cut;
}

/* FALSE at the end and after an error, which GPGME then meets as well. */
static gboolean
drain(Encrypt *encrypt, int fd)
{
    gssize done = splice(fd,
                         NULL,
                         encrypt->output_fd,
                         NULL,
                         TURN_SIZE,
                         SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

    if (done > 0)
        encrypt->written += (gsize)done;
    else if (done < 0 && errno == EINVAL)
        encrypt->cipher_fd = -1;
    else if (done < 0 && errno != EAGAIN && errno != EINTR)
        encrypt->write_errno = errno;
    return done > 0 || (done < 0 && (errno == EAGAIN || errno == EINTR));
}

/* gpg has one pipe to read from, the text, but two that it writes to. */
static gboolean
on_pipe(int fd, gboolean writes, gpointer data)
{
    Encrypt *encrypt = g_task_get_task_data(data);

    if (writes)
        return feed(encrypt, fd);
    encrypt->ready_fd = fd;
    return encrypt->cipher_fd == fd && drain(encrypt, fd);
}

/* Only to tell GPGME that there is nothing more. */
static gssize
on_read(void *data, void *buffer, gsize size)
{
    return 0;
}

static gssize
on_write(void *data, const void *buffer, gsize size)
{
    Encrypt *encrypt = data;
    gssize done = 0;

    if (encrypt->write_errno != 0) {
        errno = encrypt->write_errno;
        return -1;
    }
    encrypt->cipher_fd = encrypt->ready_fd;
    do
        done = write(encrypt->output_fd, buffer, size);
    while (done < 0 && errno == EINTR);
    if (done > 0)
        encrypt->written += (gsize)done;
    else
        encrypt->write_errno = done < 0 ? errno : EIO;
    return done;
}

static const struct gpgme_data_cbs read_callbacks = {on_read, NULL, NULL, NULL};
static const struct gpgme_data_cbs write_callbacks = {NULL, on_write, NULL, NULL};

static gpgme_error_t
open_data(gpgme_data_t *ret_data, const struct gpgme_data_cbs *callbacks, Encrypt *encrypt)
{
    gpgme_error_t result =
        gpgme_data_new_from_cbs(ret_data, (gpgme_data_cbs_t)callbacks, encrypt);

    if (result == GPG_ERR_NO_ERROR)
        result = gpgme_data_set_flag(*ret_data, "io-buffer-size", BUFFER_SIZE);
    return result;
}

static gboolean
is_unusable(gpgme_error_t result, gpgme_ctx_t context)
{
    gpgme_encrypt_result_t details = gpgme_op_encrypt_result(context);
    gpgme_err_code_t code = gpgme_err_code(result);

    return code == GPG_ERR_UNUSABLE_PUBKEY || code == GPG_ERR_NO_PUBKEY ||
           (details != NULL && details->invalid_recipients != NULL);
}

static void
set_write_error(GError **error, int number)
{
    if (number == ENOSPC || number == EDQUOT)
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("there is no space for the mail"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("the encrypted mail cannot be written: %s"),
                       g_strerror(number));
}

static gboolean
belongs_to(gpgme_key_t key, const char *fingerprint)
{
    for (gpgme_subkey_t each = key->subkeys; each != NULL && fingerprint != NULL;
         each = each->next) {
        if (g_strcmp0(each->fpr, fingerprint) == 0)
            return TRUE;
    }
    return FALSE;
}

/* gpg.conf could name a signer as well. */
static gboolean
is_signed_well(const Encrypt *encrypt, gpgme_ctx_t context)
{
    gpgme_sign_result_t details = NULL;

    if (encrypt->signer == NULL)
        return TRUE;
    details = gpgme_op_sign_result(context);
    return details != NULL && details->invalid_signers == NULL && details->signatures != NULL &&
           details->signatures->next == NULL &&
           belongs_to(encrypt->signer, details->signatures->fpr);
}

/* TRUE if the private key is what failed; says how. */
static gboolean
set_signer_error(const Encrypt *encrypt, gpgme_error_t result, GError **error)
{
    gpgme_err_code_t code = gpgme_err_code(result);

    if (encrypt->signer == NULL)
        return FALSE;
    if (code == GPG_ERR_BAD_PASSPHRASE || code == GPG_ERR_NO_PIN_ENTRY ||
        code == GPG_ERR_NO_AGENT || code == GPG_ERR_TIMEOUT || code == GPG_ERR_PIN_BLOCKED)
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("your own key could not be unlocked"));
    else if (code == GPG_ERR_UNUSABLE_SECKEY || code == GPG_ERR_NO_SECKEY ||
             code == GPG_ERR_CARD_NOT_PRESENT)
        hemo_error_set(error, HEMO_ERROR_UNUSABLE, _("your own key cannot sign mail"));
    else
        return FALSE;
    return TRUE;
}

static gboolean
is_given_up(gpgme_error_t result)
{
    return gpgme_err_code(result) == GPG_ERR_CANCELED ||
           gpgme_err_code(result) == GPG_ERR_FULLY_CANCELED;
}

/* "BEGIN_ENCRYPTION <mdc_method> <sym_algo>": of the keys' preferences gpg takes what all have,
 * which may be 3DES; GPGME has no way to tell it which. */
static gpgme_error_t
on_status(void *data, const char *keyword, const char *arguments)
{
    Encrypt *encrypt = data;
    const char *blank = strchr(arguments, ' ');

    if (strcmp(keyword, "BEGIN_ENCRYPTION") == 0 && blank != NULL && arguments[0] != '0')
        encrypt->cipher_number = g_ascii_strtoull(blank + 1, NULL, 10);
    return GPG_ERR_NO_ERROR;
}

static gboolean
is_complete(const Encrypt *encrypt)
{
    return encrypt->written > 0 && !encrypt->is_cut && encrypt->next >= encrypt->n_chunks;
}

/* TRUE only if all of it was encrypted to all of them and written. */
static gboolean
check_result(const Encrypt *encrypt, gpgme_error_t result, GError **error)
{
    gpgme_ctx_t context = hemo_gpgme_loop_context(encrypt->loop);

    if (is_given_up(result))
        hemo_error_set(error, HEMO_ERROR_CANCELLED, _("it was given up"));
    else if (encrypt->write_errno != 0)
        set_write_error(error, encrypt->write_errno);
    else if (set_signer_error(encrypt, result, error))
        return FALSE;
    else if (is_unusable(result, context))
        hemo_error_set(error,
                       HEMO_ERROR_UNUSABLE,
                       _("a key cannot be used, so nobody gets this mail encrypted"));
    else if (result == GPG_ERR_NO_ERROR &&
             !hemo_openpgp_algorithm_cipher_is_strong(encrypt->cipher_number))
        hemo_error_set(error,
                       HEMO_ERROR_UNUSABLE,
                       _("a key asks for a way to encrypt that is too weak for patient data"));
    else if (result != GPG_ERR_NO_ERROR || !is_complete(encrypt) ||
             !is_signed_well(encrypt, context))
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be encrypted"));
    else
        return TRUE;
    return FALSE;
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;

    if (check_result(g_task_get_task_data(task), result, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static const HemoGpgmeHandler handler = {NULL, on_pipe, on_done};

/* An empty list would mean a password to GPGME, and anything but a fingerprint a search. */
static gboolean
check_fingerprints(const char *const *fingerprints, const char *signing_key, GError **error)
{
    gsize count = 0;

    while (count <= HEMO_LIMIT_RECIPIENTS && fingerprints[count] != NULL &&
           hemo_openpgp_is_fingerprint(fingerprints[count]))
        count++;
    if (count > 0 && count <= HEMO_LIMIT_RECIPIENTS && fingerprints[count] == NULL &&
        (signing_key == NULL || hemo_openpgp_is_fingerprint(signing_key)))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no list of keys to encrypt to"));
    return FALSE;
}

static gpgme_error_t
start(Encrypt *encrypt)
{
    gpgme_ctx_t context = hemo_gpgme_loop_context(encrypt->loop);
    gpgme_error_t result = open_data(&encrypt->plain, &read_callbacks, encrypt);

    if (result == GPG_ERR_NO_ERROR)
        result = open_data(&encrypt->cipher, &write_callbacks, encrypt);
    if (result == GPG_ERR_NO_ERROR && encrypt->signer != NULL)
        result = gpgme_signers_add(context, encrypt->signer);
    if (result != GPG_ERR_NO_ERROR)
        return result;
    gpgme_set_armor(context, 1);
    gpgme_set_ctx_flag(context, "full-status", "1");
    gpgme_set_status_cb(context, on_status, encrypt);
    return (encrypt->signer != NULL ? gpgme_op_encrypt_sign_ext_start
                                    : gpgme_op_encrypt_ext_start)(context,
                                                                  NULL,
                                                                  encrypt->recipients,
                                                                  encrypt->flags,
                                                                  encrypt->plain,
                                                                  encrypt->cipher);
}

/* Owns @task. */
static void
begin(GTask *task)
{
    Encrypt *encrypt = g_task_get_task_data(task);
    GError *error = NULL;
    gpgme_ctx_t context = hemo_openpgp_new_context(encrypt->openpgp, &error);

    if (context == NULL) {
        g_task_return_error(task, error);
        g_object_unref(task);
        return;
    }
    encrypt->loop = hemo_gpgme_loop_new(context, &handler, task);
    hemo_gpgme_loop_begin(encrypt->loop, start(encrypt), g_task_get_cancellable(task));
}

static gboolean
can_sign(gpgme_key_t key)
{
    return key != NULL && key->can_sign && key->secret && !key->revoked && !key->expired &&
           !key->disabled && !key->invalid;
}

static void
on_signers(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Encrypt *encrypt = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys = hemo_openpgp_listing_finish(result, &error);
    gpgme_key_t key =
        keys != NULL ? hemo_openpgp_listing_find(keys, encrypt->signing_key) : NULL;

    if (error == NULL && !can_sign(key))
        hemo_error_set(&error, HEMO_ERROR_UNUSABLE, _("your own key cannot sign mail"));
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }
    gpgme_key_ref(key);
    encrypt->signer = key;
    begin(g_steal_pointer(&task));
}

static Encrypt *
encrypt_new(HemoOpenpgp *openpgp, const char *const *fingerprints, const char *signing_key)
{
    Encrypt *encrypt = g_new0(Encrypt, 1);

    encrypt->openpgp = hemo_openpgp_ref(openpgp);
    encrypt->recipients = g_strjoinv("\n", (char **)fingerprints);
    encrypt->signing_key = g_strdup(signing_key);
    encrypt->flags =
        GPGME_ENCRYPT_ALWAYS_TRUST | GPGME_ENCRYPT_NO_COMPRESS | GPGME_ENCRYPT_NO_ENCRYPT_TO;
    encrypt->ready_fd = -1;
    encrypt->cipher_fd = -1;
    return encrypt;
}

void
hemo_openpgp_encrypt_async(HemoOpenpgp *openpgp,
                           const char *const *fingerprints,
                           gboolean hidden,
                           const char *signing_key,
                           const HemoSlice *chunks,
                           gsize n_chunks,
                           int output_fd,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;
    Encrypt *encrypt = NULL;

    g_task_set_source_tag(task, hemo_openpgp_encrypt_async);
    g_task_set_check_cancellable(task, FALSE);
    if (!check_fingerprints(fingerprints, signing_key, &error)) {
        g_task_return_error(task, error);
        return;
    }
    encrypt = encrypt_new(openpgp, fingerprints, signing_key);
    encrypt->chunks = chunks;
    encrypt->n_chunks = n_chunks;
    encrypt->output_fd = output_fd;
    if (hidden)
        encrypt->flags |= GPGME_ENCRYPT_THROW_KEYIDS;
    g_task_set_task_data(task, encrypt, encrypt_free);
    if (signing_key == NULL)
        begin(g_steal_pointer(&task));
    else
        hemo_openpgp_listing_async(openpgp,
                                   signing_key,
                                   TRUE,
                                   cancellable,
                                   on_signers,
                                   g_steal_pointer(&task));
}

gboolean
hemo_openpgp_encrypt_finish(HemoOpenpgp *openpgp, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_openpgp_encrypt_async), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}

gboolean
hemo_openpgp_encrypt_is_approved(GAsyncResult *result)
{
    const Encrypt *encrypt = g_task_get_task_data(G_TASK(result));

    return encrypt != NULL && hemo_openpgp_algorithm_cipher_is_approved(encrypt->cipher_number);
}
