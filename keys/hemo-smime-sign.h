/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Signs a MIME entity with one's own certificate: multipart/signed of RFC 8551 section 3.5.3,
 * SHA-256, the chain and the time of signing inside.  Reads the entity once and copies
 * nothing of it.
 */
#pragma once

#include "hemo-identity.h"

#include <gio/gio.h>

typedef struct {
    HemoIdentity *signer;
    const HemoSlice *chunks; /* the MIME entity, lines end in CRLF */
    gsize n_chunks;
    guint abilities; /* bits of HemoKeyAbility of the mail program that reads the answers;
                      * beside AES-256-CBC they are announced, so 0 is never wrong */
    gboolean fips;
} HemoSmimeSignJob;

/* What stands around the entity: "Content-Type: ", type, CRLF CRLF, head, entity, tail. */
typedef struct {
    char *type; /* folded, without CRLF at its end */
    char *head;
    char *tail;
} HemoSmimeSigned;

/* In the caller's thread.  HEMO_ERROR_UNUSABLE the certificate cannot sign (dates, key usage,
 * strength), HEMO_ERROR_DENIED its algorithm is not approved, HEMO_ERROR_CANCELLED,
 * HEMO_ERROR_FAILED. */
gboolean hemo_smime_sign(const HemoSmimeSignJob *job,
                         GCancellable *cancellable,
                         HemoSmimeSigned *ret_signed,
                         GError **error);

/* The same in a worker thread.  The chunks stay the caller's until the end. */
void hemo_smime_sign_async(const HemoSmimeSignJob *job,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean
hemo_smime_sign_finish(GAsyncResult *result, HemoSmimeSigned *ret_signed, GError **error);
void hemo_smime_sign_clear(HemoSmimeSigned *content);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoSmimeSigned, hemo_smime_sign_clear)
