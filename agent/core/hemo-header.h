/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Splits the raw header of a mail into its fields (RFC 5322 section 2.2) without
 * changing a byte: every value is a view of the mail, so that it can be copied out
 * again as it stood.  Strict: a header that two programs might read differently is
 * refused.  Nothing is decoded, nothing is kept, the mail stays the caller's.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    HemoSlice fields; /* all fields with their line ends, without the empty line */
    HemoSlice body;   /* what comes after the empty line; empty if there is none */
} HemoHeader;

typedef struct {
    HemoSlice name;  /* as written, without the colon */
    HemoSlice body;  /* after the colon: folds and blanks kept, last line end cut */
    HemoSlice whole; /* from the name to the last line end, inclusive */
    gsize offset;    /* of @whole in the mail */
} HemoHeaderField;

/* Lines end in LF or CRLF, also mixed.  A header without an empty line behind it has an
 * empty body; an empty mail has no fields.  HEMO_ERROR_INVALID for a line that is no
 * field (a blank before the colon, an mbox "From " line, a fold before the first
 * field), a NUL or a CR that ends no line; HEMO_ERROR_TOO_BIG above
 * HEMO_LIMIT_HEADER_BLOCK bytes.  Linear time. */
gboolean hemo_header_split(HemoSlice mail, HemoHeader *ret_header, GError **error);

/* Takes the field at *@offset, which starts at 0 and moves on; FALSE at the end. */
gboolean hemo_header_next(const HemoHeader *header, gsize *offset, HemoHeaderField *ret_field);

/* The first field called @name (any case); FALSE if there is none. */
gboolean
hemo_header_find(const HemoHeader *header, const char *name, HemoHeaderField *ret_field);

/* How many fields are called @name. */
guint hemo_header_count(const HemoHeader *header, const char *name);

/* The bytes of @body with its line ends cut (a fold keeps its blank: RFC 5322 section
 * 2.2.3) and stripped.  Encoded words stay encoded. */
HemoSecret *hemo_header_unfold(HemoSlice body);
