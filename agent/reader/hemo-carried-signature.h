/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the S/MIME signature of a mail brings along: the signer's certificate and those
 * above it.  The signature is verified with the signer's own certificate; whose that is, and
 * whether anybody vouches for it, is judged elsewhere.
 */
#pragma once

#include "hemo-signed-part.h"

#define HEMO_CARRIED_SIGNATURE_MAX 8 /* certificates */

typedef struct {
    GPtrArray *certificates; /* of GBytes, DER: the signer's first, then each one's issuer;
                              * NULL if there is no good signature */
    guint abilities;         /* bits of HemoKeyAbility that the signer announced */
    gint64 time;             /* when he says that he signed, Unix seconds; 0: he does not */
} HemoCarriedSignature;

/* FALSE if the signature does not verify over these bytes (hemo-smime-verify.h), or has not
 * exactly one signer.  Clear @ret_signature. */
gboolean hemo_carried_signature_read(const HemoSignedPart *part,
                                     HemoCarriedSignature *ret_signature);
void hemo_carried_signature_clear(HemoCarriedSignature *signature);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoCarriedSignature, hemo_carried_signature_clear)
