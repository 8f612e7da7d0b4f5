/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Cuts a text into runs of lines: the sender's own words, quoted text, header
 * lines of forwarded mail, signature, disclaimer, blank form lines.  Only what
 * lines look like decides; nothing is kept between texts.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_SEGMENT_OWN,
    HEMO_SEGMENT_QUOTED, /* another person's words */
    HEMO_SEGMENT_HEADER, /* "On ... wrote:", From: and To: of forwarded mail */
    HEMO_SEGMENT_SIGNATURE,
    HEMO_SEGMENT_DISCLAIMER,
    HEMO_SEGMENT_FORM, /* labels without values */
} HemoSegmentKind;

typedef struct {
    HemoSegmentKind kind;
    gsize start; /* bytes into the text */
    gsize end;
} HemoSegment;

typedef struct {
    HemoSlice text;
    gsize at;
    guint signature; /* lines of the signature so far, 0 outside */
    gboolean quoted; /* behind a "Forwarded by" or "Original Message" line */
} HemoSegmenter;

void hemo_segment_start(HemoSegmenter *segmenter, HemoSlice text);

/* The next run; a long one is cut at a line end near @limit bytes.  FALSE at the end. */
gboolean hemo_segment_next(HemoSegmenter *segmenter, gsize limit, HemoSegment *ret_segment);
