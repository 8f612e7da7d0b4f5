/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-outbox.h.
 */
#include "hemo-mozilla-outbox.h"

#include <string.h>

#define STATUS  "X-Mozilla-Status: "
#define DIGITS  4
#define DELETED 0x0008 /* nsMsgMessageFlags.Expunged */

static gboolean
is_deleted(HemoSlice line)
{
    guint flags = 0;

    for (guint i = 0; i < DIGITS; i++) {
        int byte = hemo_slice_at(line, strlen(STATUS) + i);
        int digit = byte > 0 ? g_ascii_xdigit_value((char)byte) : -1;

        if (digit < 0)
            return FALSE;
        flags = flags * 16 + (guint)digit;
    }
    return (flags & DELETED) != 0;
}

guint
hemo_mozilla_outbox_count(HemoSlice mbox)
{
    gboolean in_header = FALSE;
    guint waiting = 0;
    HemoSlice line;

    while (hemo_slice_next_line(&mbox, &line)) {
        if (hemo_slice_equal(hemo_slice_sub(line, 0, 5), hemo_slice_text("From "))) {
            in_header = TRUE;
            waiting++;
        } else if (line.size == 0) {
            in_header = FALSE;
        } else if (in_header && hemo_slice_has_prefix_nocase(line, STATUS) &&
                   is_deleted(line)) {
            waiting--;
            in_header = FALSE; /* said once is enough */
        }
    }
    return waiting;
}
