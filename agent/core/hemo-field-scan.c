/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-field-scan.h.
 */
#include "hemo-field-scan.h"

static gboolean
is_folded(HemoSlice rest)
{
    int byte = hemo_slice_at(rest, 0);

    return byte == ' ' || byte == '\t';
}

/* Takes the lines that continue the one that began at @start. */
static HemoSlice
take_folded(HemoSlice *rest, HemoSlice line)
{
    HemoSlice more;

    while (is_folded(*rest) && hemo_slice_next_line(rest, &more)) {
        if (hemo_slice_strip(more).size > 0)
            line.size = (gsize)(more.data + more.size - line.data);
    }
    return line;
}

gboolean
hemo_field_scan_next(HemoSlice *rest, HemoSlice *ret_name, HemoSlice *ret_body)
{
    HemoSlice line;

    while (hemo_slice_next_line(rest, &line)) {
        gsize colon;

        if (line.size == 0)
            return FALSE;
        line = take_folded(rest, line);
        colon = hemo_slice_find(line, ':');
        *ret_name = hemo_slice_strip(hemo_slice_sub(line, 0, colon));
        if (colon == line.size || ret_name->size == 0 ||
            hemo_slice_find(*ret_name, ' ') < ret_name->size)
            continue;
        *ret_body = hemo_slice_from(line, colon + 1);
        return TRUE;
    }
    return FALSE;
}

gboolean
hemo_field_scan_find(HemoSlice block, const char *name, HemoSlice *ret_body)
{
    HemoSlice found;

    while (hemo_field_scan_next(&block, &found, ret_body)) {
        if (!hemo_slice_equal_nocase(found, name))
            continue;
        *ret_body = hemo_slice_strip(*ret_body);
        return TRUE;
    }
    return FALSE;
}
