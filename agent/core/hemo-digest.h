/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The digest that ties a verdict to what was judged: SHA-256 over a list of items,
 * each with its kind and length, so that no two mails give the same list.  In it:
 * sender, sorted envelope, subject, and of each leaf part media type, file name and
 * SHA-256 of the decoded content.  Not in it: transfer encoding, boundaries, Date,
 * Message-ID.  What else is sent, other fields and text beside the parts, the reader adds
 * as parts of its own.  The builder keeps no text longer than a run of blanks.
 */
#pragma once

#include "hemo-secret.h"

typedef struct _HemoDigest HemoDigest;

/* @from and @recipients are mail addresses; they count as hemo_address_key() does (what
 * is no address counts in lower case), in any order, repetitions once.  @recipients is
 * NULL-terminated or NULL.  @subject is the decoded subject, UTF-8, unfolded; blanks at
 * its ends do not count. */
HemoDigest *hemo_digest_new(const char *from, const char *const *recipients, HemoSlice subject);
void hemo_digest_free(HemoDigest *digest); /* NULL is fine */

/* One leaf part: begin, any number of adds, end; leaves in the order of the mail.
 * @media_type counts in lower case; @file_name may be NULL.  With @is_text the bytes
 * are UTF-8 text: line ends count as LF (also CRLF and a bare CR), blanks at line ends
 * and empty lines at the end do not count.  How the bytes are cut into adds does not
 * matter. */
void hemo_digest_begin_part(HemoDigest *digest,
                            const char *media_type,
                            const char *file_name,
                            gboolean is_text);
void hemo_digest_add(HemoDigest *digest, HemoSlice bytes);
void hemo_digest_end_part(HemoDigest *digest);

/* Lower-case hex, 64 characters.  The builder takes nothing more afterwards. */
char *hemo_digest_finish(HemoDigest *digest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDigest, hemo_digest_free)
