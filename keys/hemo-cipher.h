/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One interface to encrypt a MIME entity, two engines behind it: OpenPGP by GPGME in the
 * main loop, S/MIME by OpenSSL CMS in a worker thread.  Streams: memory does not grow with
 * the mail.
 */
#pragma once

#include "hemo-identity.h"
#include "hemo-openpgp.h"

/* What is to be encrypted for whom.  Arrays and slices stay the caller's until the end. */
typedef struct {
    GPtrArray
        *keys; /* HemoKey of one kind: the recipients', the sender's own, also-encrypt-to */
    const HemoSlice *chunks; /* the MIME entity, lines end in CRLF */
    gsize n_chunks;
    HemoIdentity *signer; /* S/MIME: signs inside; NULL: does not */
    guint abilities;      /* with @signer: bits of HemoKeyAbility of the mail program that reads
                           * the answers, to be announced; 0 is never wrong */
    const char *signing_key; /* OpenPGP: fingerprint of the own key that signs, or NULL */
    gboolean fips;           /* refuse what is not approved, rather than do it */
    int output_fd;           /* armor, or Base64 of the CMS in CRLF lines of 76 */
} HemoCipherJob;

typedef struct _HemoCipher HemoCipher;

HemoCipher *hemo_cipher_new(HemoOpenpgp *openpgp); /* NULL: S/MIME only */
HemoCipher *hemo_cipher_ref(HemoCipher *cipher);
void hemo_cipher_unref(HemoCipher *cipher);

/* Encrypts to all of @job->keys or to none: HEMO_ERROR_UNUSABLE a key cannot be used (a
 * certificate is judged once more; in any case a state below HEMO_KEY_UNCONFIRMED: whether
 * that one suffices is the policy's to say),
 * HEMO_ERROR_INVALID no keys, keys of two kinds, or a signer of another kind,
 * HEMO_ERROR_DENIED not approved,
 * HEMO_ERROR_CANCELLED, HEMO_ERROR_STORAGE.  After an error what stands in the file must be
 * thrown away. */
void hemo_cipher_encrypt_async(HemoCipher *cipher,
                               const HemoCipherJob *job,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* @ret_type: smime-type of the message that was made ("enveloped-data" or
 * "authEnveloped-data", RFC 8551 section 3.2.2), static; "" for OpenPGP. */
gboolean hemo_cipher_encrypt_finish(HemoCipher *cipher,
                                    GAsyncResult *result,
                                    const char **ret_type,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCipher, hemo_cipher_unref)
