/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-body.h.
 */
#include "hemo-body.h"

#include "hemo-header.h"

#include <string.h>

/* RFC 4155 appendix A: the mark goes before any number of marks. */
static HemoSlice
without_mbox_marks(HemoSlice line)
{
    HemoSlice rest = line;

    while (hemo_slice_at(rest, 0) == '>')
        rest = hemo_slice_from(rest, 1);
    return rest.size >= 5 && memcmp(rest.data, "From ", 5) == 0 ? rest : line;
}

char *
hemo_body_digest(HemoSlice mail)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    HemoHeader header;
    HemoSlice rest;
    HemoSlice line;
    gsize line_ends = 0; /* not counted yet: they may be the last ones */

    if (!hemo_header_split(mail, &header, NULL))
        return NULL;
    rest = header.body;
    while (hemo_slice_next_line(&rest, &line)) {
        line = without_mbox_marks(line);
        for (; line.size > 0 && line_ends > 0; line_ends--)
            g_checksum_update(sum, (const guchar *)"\n", 1);
        if (line.size > 0)
            g_checksum_update(sum, line.data, (gssize)line.size);
        line_ends++;
    }
    return g_strdup(g_checksum_get_string(sum));
}
