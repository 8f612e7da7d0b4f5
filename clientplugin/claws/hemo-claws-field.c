/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-field.h.
 */
#include "hemo-claws-field.h"

#include <string.h>

static gboolean
is_folded(HemoSlice line)
{
    return hemo_slice_at(line, 0) == ' ' || hemo_slice_at(line, 0) == '\t';
}

/* What stands behind the colon, if @line begins the field @name. */
static gboolean
begins(HemoSlice line, const char *name, HemoSlice *ret_body)
{
    gsize colon = hemo_slice_find(line, ':');

    if (!hemo_slice_equal_nocase(hemo_slice_strip(hemo_slice_sub(line, 0, colon)), name) ||
        is_folded(line))
        return FALSE;
    *ret_body = hemo_slice_from(line, colon + 1);
    return TRUE;
}

HemoSecret *
hemo_claws_field_find(HemoSlice headers, const char *name)
{
    g_autoptr(HemoBuffer) body = NULL;
    g_autoptr(HemoSecret) whole = NULL;
    HemoSlice line, rest;

    while (hemo_slice_next_line(&headers, &line) && line.size > 0) {
        if (body != NULL && !is_folded(line))
            break;
        if (body != NULL)
            hemo_buffer_append(body, line);
        else if (begins(line, name, &rest)) {
            body = hemo_buffer_new();
            hemo_buffer_append(body, rest);
        }
    }
    if (body == NULL)
        return NULL;
    whole = hemo_buffer_finish(g_steal_pointer(&body));
    return hemo_secret_new_copy(hemo_slice_strip(hemo_secret_slice(whole)));
}
