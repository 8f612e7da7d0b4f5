/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-override.h.  Behind the port there is another colon (and what the exception
 * is limited to) in new files, nothing in old ones.
 */
#include "hemo-mozilla-override.h"

#include <string.h>

gboolean
hemo_mozilla_override_has(HemoSlice text, const char *host, guint16 port)
{
    g_autofree char *server = g_strdup_printf("%s:%u", host, port);
    gsize size = strlen(server);
    HemoSlice line;

    while (hemo_slice_next_line(&text, &line)) {
        HemoSlice first = hemo_slice_sub(line, 0, hemo_slice_find(line, '\t'));
        int next = hemo_slice_at(first, size);

        if (hemo_slice_has_prefix_nocase(first, server) && (next == ':' || next < 0))
            return TRUE;
    }
    return FALSE;
}
