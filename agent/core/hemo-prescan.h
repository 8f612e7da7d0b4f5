/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A first look over the bytes of a mail, before a MIME library sees it: mails with
 * more parts, header bytes or nesting than a person's mail has are refused, so that
 * nothing behind it needs more than linear time.  It counts rather too much than
 * too little and decodes nothing.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_PRESCAN_INVALID = 0,
    HEMO_PRESCAN_SIZE,    /* above HEMO_LIMIT_MAIL */
    HEMO_PRESCAN_PARTS,   /* above HEMO_LIMIT_PARTS */
    HEMO_PRESCAN_HEADERS, /* above HEMO_LIMIT_HEADER_BLOCK, all blocks together */
    HEMO_PRESCAN_DEPTH,   /* above HEMO_LIMIT_DEPTH */
    HEMO_PRESCAN_FINE,
} HemoPrescan;

/* Linear time, no allocation. */
HemoPrescan hemo_prescan_check(HemoSlice mail);

/* Why the mail is not read, in plain words, translated; "" if it is fine. */
const char *hemo_prescan_reason(HemoPrescan prescan);
