/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The outline of a mail: what stays the same when a mail program writes the mail anew, with
 * other line breaks, encodings and boundaries.  Made by the reader, compared by the agent.
 * Holds addresses and hashes, never words.
 */
#pragma once

#include "hemo-slice.h"

/* SHA-256 of the letters and digits of @text (UTF-8), in hex.  Blanks, quote marks and all
 * other signs do not count, nor what programs add where they turn HTML into plain text: a
 * link's target in angle brackets, the number of an item of a list. */
char *hemo_outline_hash_text(HemoSlice text);

/* SHA-256 of an attachment: its name, NULL for a picture inside the text, and its content in
 * any number of pieces.  CR, and empty lines at the end, do not count. */
typedef struct _HemoOutlineFile HemoOutlineFile;

HemoOutlineFile *hemo_outline_file_new(const char *name);
void hemo_outline_file_add(HemoOutlineFile *file, HemoSlice piece);
char *hemo_outline_file_finish(HemoOutlineFile *file); /* frees @file */

/* Made of the reader's object, a{sv}: from s ("" if it is not one mailbox), to as, cc as,
 * bcc as, subject s, texts as (of each form of the text: plain, HTML), files as, cards as
 * (signatures, keys and visiting cards).  NULL if anything is missing. */
typedef struct _HemoOutline HemoOutline;

HemoOutline *hemo_outline_new(GVariant *object);
void hemo_outline_free(HemoOutline *outline); /* NULL is fine */

const char *hemo_outline_from(const HemoOutline *outline);
const char *const *hemo_outline_to(const HemoOutline *outline);
const char *const *hemo_outline_cc(const HemoOutline *outline);
const char *const *hemo_outline_bcc(const HemoOutline *outline);

/* What differs between what was judged and what was sent, as bits.  Each form of the text that
 * was sent must be one that was judged; cards may be added. */
typedef enum {
    HEMO_OUTLINE_SUBJECT = 1 << 0,
    HEMO_OUTLINE_TEXT = 1 << 1,
    HEMO_OUTLINE_FILES = 1 << 2,
} HemoOutlineDifference;

guint hemo_outline_compare(const HemoOutline *judged, const HemoOutline *sent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoOutline, hemo_outline_free)
