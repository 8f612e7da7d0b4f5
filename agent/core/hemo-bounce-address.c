/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bounce-address.h.
 */
#include "hemo-bounce-address.h"

#include <string.h>

#include "hemo-limits.h"

static gboolean
is_local_byte(guint8 byte)
{
    return byte >= 0x80 || g_ascii_isalnum((char)byte) ||
           (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", byte) != NULL);
}

static gboolean
is_domain_byte(guint8 byte)
{
    return byte >= 0x80 || g_ascii_isalnum((char)byte) || byte == '-' || byte == '.' ||
           byte == '_';
}

/* The offset of the first byte of the local part that ends at @at. */
static gsize
find_start(HemoSlice text, gsize at)
{
    gsize start = at,
          least = at > 4 * HEMO_LIMIT_LOCAL_PART ? at - 4 * HEMO_LIMIT_LOCAL_PART : 0;

    if (at > 0 && text.data[at - 1] == '"') {
        for (start = at - 1; start > least;) {
            if (text.data[--start] == '"')
                return start;
        }
        return at;
    }
    while (start > least && is_local_byte(text.data[start - 1]))
        start--;
    while (start < at && strchr("'.*-=`", text.data[start]) != NULL)
        start++;
    /* X.400 gateways: "dda:SMTP=a@example.org" */
    if (hemo_slice_has_prefix_nocase(hemo_slice_from(text, start), "SMTP="))
        start += 5;
    return start;
}

static gsize
find_end(HemoSlice text, gsize at)
{
    gsize end = at + 1, most = MIN(text.size, at + HEMO_LIMIT_DOMAIN);

    while (end < most && is_domain_byte(text.data[end]))
        end++;
    while (end > at && (text.data[end - 1] == '.' || text.data[end - 1] == '-'))
        end--;
    return end;
}

gsize
hemo_bounce_address_find(HemoSlice text, gsize from, HemoSlice *ret_address)
{
    while (from < text.size) {
        gsize at = from + hemo_slice_find(hemo_slice_from(text, from), '@');
        gsize start, end;

        if (at >= text.size)
            break;
        start = MAX(find_start(text, at), from);
        end = find_end(text, at);
        if (start < at && end > at + 1) {
            *ret_address = hemo_slice_sub(text, start, end - start);
            return start;
        }
        from = at + 1;
    }
    *ret_address = HEMO_SLICE_EMPTY;
    return text.size;
}
