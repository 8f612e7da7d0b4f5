/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What can be done with a leaf of a mail, by its media type, and the plain words
 * for what cannot be read.  A type that is not listed is unreadable.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_PART_KIND_UNREADABLE = 0,
    HEMO_PART_KIND_TEXT,
    HEMO_PART_KIND_HTML,
    HEMO_PART_KIND_MAIL,      /* an attached mail, read like the mail itself */
    HEMO_PART_KIND_SIGNATURE, /* a detached signature or a public key: nothing to read */
    HEMO_PART_KIND_PICTURE,
} HemoPartKind;

/* @media_type is lower case. */
HemoPartKind hemo_part_kind_find(const char *media_type);

/* What the part is, for people, translated: "a PDF document".  @head is the start of its
 * content, which tells more than a type that says nothing. */
const char *hemo_part_kind_words(const char *media_type, HemoSlice head);
