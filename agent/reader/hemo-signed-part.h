/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The two halves of a mail that is signed by S/MIME in its outermost layer: the bytes that
 * were signed, exactly as they stand in the mail (RFC 1847 section 2.1, RFC 8551 section
 * 3.5), and the signature.  Nothing is verified here.  What is signed further inside, a
 * forwarded mail for example, is not looked at.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-secret.h"

typedef struct {
    HemoSecret *content; /* with its header, lines end in CRLF; NULL: it stands in @cms */
    HemoSecret *cms;     /* DER */
} HemoSignedPart;

/* @body is the MIME part of @mail as GMime reads it.  FALSE if the mail is not signed in
 * this way, or if the place of its boundaries leaves any doubt.  Clear @ret_part. */
gboolean hemo_signed_part_find(HemoSlice mail, GMimeObject *body, HemoSignedPart *ret_part);
void hemo_signed_part_clear(HemoSignedPart *part);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoSignedPart, hemo_signed_part_clear)
