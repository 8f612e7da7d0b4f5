/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What one comment of a trace field, or one word of its protocol, says of TLS.
 * Forms are recognised from their first word on; a comment that merely holds
 * such words further in (a banner, a name, an address) says nothing.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_TLS_UNKNOWN = 0, /* not told */
    HEMO_TLS_NO,          /* told: none */
    HEMO_TLS_YES,
} HemoReceivedTls;

typedef struct {
    HemoReceivedTls tls;
    const char *version; /* a result of hemo_tls_suite_version(), or NULL */
    HemoSlice cipher;
    guint bits; /* 0: not told */
} HemoReceivedNote;

/* Where the comment stands. */
typedef enum {
    HEMO_NOTE_FROM = 0, /* before "by", behind the peer's address */
    HEMO_NOTE_BY,       /* behind "by" */
} HemoNotePlace;

/* Adds what the inside of a comment says to @note.  FALSE if it says nothing of TLS. */
gboolean
hemo_received_note_read_comment(HemoReceivedNote *note, HemoSlice comment, HemoNotePlace place);

/* Adds what one word behind "with" says: "ESMTPS", "ESMTP/TLS/suite", "HTTPS" ... */
gboolean hemo_received_note_read_protocol(HemoReceivedNote *note, HemoSlice word);

/* Adds "V:X", "X" or "V"; FALSE if @word is none of them. */
gboolean hemo_received_note_read_suite(HemoReceivedNote *note, HemoSlice word);
