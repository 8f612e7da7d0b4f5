/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reads an S/MIME signature (RFC 8551, RFC 5652): whether the bytes are those that the
 * certificate in it signed.  Whose certificate that is, and who vouches for it, is not asked
 * here.  Opens no file and draws no random number once hemo_smime_verify_prepare() was
 * called, so that it can run where neither is allowed.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    GBytes *signer;      /* DER; its certificate was in the signature */
    GPtrArray *others;   /* GBytes, DER: what else was in it, at most eight */
    guint abilities;     /* bits of HemoKeyAbility that were announced under the signature */
    gint64 signed_at;    /* Unix seconds as the signer tells; 0 if he does not */
    HemoSecret *content; /* of an opaque signature; else NULL */
} HemoSmimeSignature;

/* Loads what OpenSSL loads only when it is first needed. */
void hemo_smime_verify_prepare(void);

/* @signed_bytes: the part that was signed, as it stands in the mail, with lines that end in
 * CRLF or in LF; with data NULL: the content is in @cms (opaque).  @cms: DER or BER.
 * HEMO_ERROR_INVALID this is no signature of one signer with its certificate over mail;
 * HEMO_ERROR_UNTRUSTED it does not fit the bytes, or rests on a digest below SHA-224;
 * HEMO_ERROR_TOO_BIG. */
gboolean hemo_smime_verify(HemoSlice signed_bytes,
                           HemoSlice cms,
                           HemoSmimeSignature *ret_signature,
                           GError **error);
void hemo_smime_verify_clear(HemoSmimeSignature *signature);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoSmimeSignature, hemo_smime_verify_clear)
