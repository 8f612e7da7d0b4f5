/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-slice.h.
 */
#include "hemo-slice.h"

#include <string.h>

HemoSlice
hemo_slice(const void *data, gsize size)
{
    return (HemoSlice){data, data != NULL ? size : 0};
}

HemoSlice
hemo_slice_text(const char *text)
{
    return hemo_slice(text, text != NULL ? strlen(text) : 0);
}

HemoSlice
hemo_slice_bytes(GBytes *bytes)
{
    gsize size = 0;
    const void *data = g_bytes_get_data(bytes, &size);

    return hemo_slice(data, size);
}

HemoSlice
hemo_slice_sub(HemoSlice slice, gsize offset, gsize size)
{
    gsize start = MIN(offset, slice.size);

    return hemo_slice(slice.data != NULL ? slice.data + start : NULL,
                      MIN(size, slice.size - start));
}

HemoSlice
hemo_slice_from(HemoSlice slice, gsize offset)
{
    return hemo_slice_sub(slice, offset, slice.size);
}

int
hemo_slice_at(HemoSlice slice, gsize offset)
{
    return offset < slice.size ? slice.data[offset] : -1;
}

gboolean
hemo_slice_equal(HemoSlice slice, HemoSlice other)
{
    return slice.size == other.size &&
           (slice.size == 0 || memcmp(slice.data, other.data, slice.size) == 0);
}

gboolean
hemo_slice_has_prefix_nocase(HemoSlice slice, const char *prefix)
{
    gsize size = strlen(prefix);

    return size == 0 || (slice.size >= size &&
                         g_ascii_strncasecmp((const char *)slice.data, prefix, size) == 0);
}

gboolean
hemo_slice_equal_nocase(HemoSlice slice, const char *text)
{
    return slice.size == strlen(text) && hemo_slice_has_prefix_nocase(slice, text);
}

gsize
hemo_slice_find(HemoSlice slice, char byte)
{
    const guint8 *found = slice.size > 0 ? memchr(slice.data, byte, slice.size) : NULL;

    return found != NULL ? (gsize)(found - slice.data) : slice.size;
}

gsize
hemo_slice_find_text(HemoSlice slice, const char *needle)
{
    gsize size = strlen(needle);
    const guint8 *found = NULL;

    if (size > 0 && slice.size >= size)
        found = memmem(slice.data, slice.size, needle, size);
    return found != NULL ? (gsize)(found - slice.data) : slice.size;
}

static gboolean
is_blank(guint8 byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

HemoSlice
hemo_slice_strip(HemoSlice slice)
{
    while (slice.size > 0 && is_blank(slice.data[0]))
        slice = hemo_slice_from(slice, 1);
    while (slice.size > 0 && is_blank(slice.data[slice.size - 1]))
        slice.size--;
    return slice;
}

gboolean
hemo_slice_next_line(HemoSlice *rest, HemoSlice *ret_line)
{
    gsize end = hemo_slice_find(*rest, '\n');

    if (rest->size == 0)
        return FALSE;
    *ret_line = hemo_slice_sub(*rest, 0, end);
    if (ret_line->size > 0 && ret_line->data[ret_line->size - 1] == '\r')
        ret_line->size--;
    *rest = hemo_slice_from(*rest, end + 1);
    return TRUE;
}

char *
hemo_slice_dup(HemoSlice slice)
{
    char *copy = g_malloc(slice.size + 1);

    if (slice.size > 0)
        memcpy(copy, slice.data, slice.size);
    copy[slice.size] = '\0';
    return copy;
}

char *
hemo_slice_hex(HemoSlice slice)
{
    GString *hex = g_string_sized_new(2 * slice.size);

    for (gsize i = 0; i < slice.size; i++)
        g_string_append_printf(hex, "%02x", slice.data[i]);
    return g_string_free(hex, FALSE);
}
