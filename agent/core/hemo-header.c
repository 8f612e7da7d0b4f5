/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-header.h.
 */
#include "hemo-header.h"

#include <glib/gi18n-lib.h>

#include "hemo-error.h"
#include "hemo-limits.h"

/* The size of the first line of @rest with its line end. */
static gsize
line_size(HemoSlice rest)
{
    return MIN(hemo_slice_find(rest, '\n') + 1, rest.size);
}

/* @line without its LF or CRLF. */
static HemoSlice
cut_line_end(HemoSlice line)
{
    if (hemo_slice_at(line, line.size - 1) == '\n')
        line.size--;
    else
        return line;
    if (hemo_slice_at(line, line.size - 1) == '\r')
        line.size--;
    return line;
}

static gboolean
is_fold(HemoSlice line)
{
    int first = hemo_slice_at(line, 0);

    return first == ' ' || first == '\t';
}

/* Printable US-ASCII without the colon, at least one byte, then a colon. */
static gboolean
is_field(HemoSlice line)
{
    gsize colon = hemo_slice_find(line, ':');

    if (colon == 0 || colon == line.size)
        return FALSE;
    for (gsize i = 0; i < colon; i++)
        if (line.data[i] <= ' ' || line.data[i] > '~')
            return FALSE;
    return TRUE;
}

static gboolean
is_clean(HemoSlice line)
{
    return hemo_slice_find(line, '\0') == line.size && hemo_slice_find(line, '\r') == line.size;
}

static gboolean
check_line(HemoSlice line, gboolean is_first, GError **error)
{
    if (is_clean(line) && (is_fold(line) ? !is_first : is_field(line)))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the header of the mail is damaged"));
    return FALSE;
}

gboolean
hemo_header_split(HemoSlice mail, HemoHeader *ret_header, GError **error)
{
    gsize offset = 0;

    while (offset < mail.size) {
        HemoSlice rest = hemo_slice_from(mail, offset);
        HemoSlice raw = hemo_slice_sub(rest, 0, line_size(rest));
        HemoSlice line = cut_line_end(raw);

        if (line.size == 0) {
            *ret_header = (HemoHeader){hemo_slice_sub(mail, 0, offset),
                                       hemo_slice_from(mail, offset + raw.size)};
            return TRUE;
        }
        if (!check_line(line, offset == 0, error))
            return FALSE;
        offset += raw.size;
        if (offset > HEMO_LIMIT_HEADER_BLOCK) {
            hemo_error_set(error,
                           HEMO_ERROR_TOO_BIG,
                           _("the header of the mail is longer than any real one"));
            return FALSE;
        }
    }
    *ret_header = (HemoHeader){mail, HEMO_SLICE_EMPTY};
    return TRUE;
}

gboolean
hemo_header_next(const HemoHeader *header, gsize *offset, HemoHeaderField *ret_field)
{
    HemoSlice rest = hemo_slice_from(header->fields, *offset);
    gsize size = line_size(rest);
    gsize colon = hemo_slice_find(rest, ':');

    if (rest.size == 0)
        return FALSE;
    while (is_fold(hemo_slice_from(rest, size)))
        size += line_size(hemo_slice_from(rest, size));
    ret_field->whole = hemo_slice_sub(rest, 0, size);
    ret_field->name = hemo_slice_sub(ret_field->whole, 0, colon);
    ret_field->body = cut_line_end(hemo_slice_from(ret_field->whole, colon + 1));
    ret_field->offset = *offset;
    *offset += size;
    return TRUE;
}

gboolean
hemo_header_find(const HemoHeader *header, const char *name, HemoHeaderField *ret_field)
{
    HemoHeaderField field;
    gsize offset = 0;

    while (hemo_header_next(header, &offset, &field)) {
        if (hemo_slice_equal_nocase(field.name, name)) {
            *ret_field = field;
            return TRUE;
        }
    }
    return FALSE;
}

guint
hemo_header_count(const HemoHeader *header, const char *name)
{
    HemoHeaderField field;
    gsize offset = 0;
    guint count = 0;

    while (hemo_header_next(header, &offset, &field))
        if (hemo_slice_equal_nocase(field.name, name))
            count++;
    return count;
}

HemoSecret *
hemo_header_unfold(HemoSlice body)
{
    HemoBuffer *buffer = hemo_buffer_new();
    HemoSlice rest = hemo_slice_strip(body);
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line))
        hemo_buffer_append(buffer, line);
    return hemo_buffer_finish(buffer);
}
