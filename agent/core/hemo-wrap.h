/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Outgoing messages made from a raw mail without parsing and writing it again: a list
 * of chunks, most of them views of the mail, a few new lines in wiped memory between
 * them.  Never decodes, never draws random numbers, never looks at the body further
 * than its line ends.  The memory of the mail and of the armor is the caller's and must
 * outlive the chunks.
 */
#pragma once

#include "hemo-chunks.h"

/* Zero changes nothing but Bcc and Resent-Bcc, which are always taken out.  What is
 * added must be field bodies without line ends, except folds: else HEMO_ERROR_INVALID. */
typedef struct {
    gboolean canonical;         /* every line end becomes CRLF */
    gboolean drop_tls_required; /* takes "TLS-Required: No" out (RFC 8689 section 5) */
    HemoSlice subject;          /* instead of the mail's; data NULL keeps it */
    const char *added_name;     /* a field at the end, instead of all of that name; or NULL */
    const char *added_body;
    const char *message_id; /* added if the mail has none; or NULL */
    const char *date;       /* likewise */
} HemoWrapOptions;

/* The mail itself.  HEMO_ERROR_INVALID or HEMO_ERROR_TOO_BIG its header cannot be split
 * (hemo-header.h), HEMO_ERROR_TOO_BIG it is above HEMO_LIMIT_MAIL. */
HemoChunks *hemo_wrap_plain(HemoSlice mail, const HemoWrapOptions *options, GError **error);

/* The MIME entity that is to be encrypted (RFC 3156 section 4, RFC 8551 section 3.1), with CRLF
 * line ends throughout: the Content-* fields, protected copies of the fields that a reader
 * shows (protected-headers="v1" in the Content-Type) and the body.  Only @options->subject
 * counts.  HEMO_ERROR_INVALID also for two Content-Type fields: programs would differ. */
HemoChunks *hemo_wrap_entity(HemoSlice mail, const HemoWrapOptions *options, GError **error);

/* The messages that carry something encrypted have those fields of the mail that are known to
 * tell nothing of its content; Subject is "...".  Lines end as in the mail, or in CRLF.
 * @boundary comes from the caller's random numbers: 20 to 70 letters, digits, '-', '_' or '=';
 * HEMO_ERROR_INVALID if it is not, or stands in what it would part. */

/* Carries @armor, the entity encrypted with OpenPGP (RFC 3156 section 4). */
HemoChunks *hemo_wrap_pgp_mime(HemoSlice mail,
                               const HemoWrapOptions *options,
                               const char *boundary,
                               HemoSlice armor,
                               GError **error);

/* Carries @base64, the entity as CMS in lines that end in CRLF (RFC 8551 section 3.3).  @type:
 * its smime-type, "enveloped-data" or "authEnveloped-data"; others are HEMO_ERROR_INVALID. */
HemoChunks *hemo_wrap_smime(HemoSlice mail,
                            const HemoWrapOptions *options,
                            const char *type,
                            HemoSlice base64,
                            GError **error);

/* Carries @base64, an encrypted PDF in lines that end in CRLF, behind @text (UTF-8, LF), which
 * tells the recipient what it is.  @file: the name of the PDF, letters, digits, '-' and '.'. */
typedef struct {
    const char *boundary;
    const char *text;
    const char *file;
    HemoSlice base64;
} HemoWrapPdf;

HemoChunks *hemo_wrap_pdf(HemoSlice mail,
                          const HemoWrapOptions *options,
                          const HemoWrapPdf *pdf,
                          GError **error);
