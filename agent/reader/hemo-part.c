/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-part.h.
 */
#include "hemo-part.h"

#include "hemo-part-text.h"

#define PIECE 16384

char *
hemo_part_media_type(GMimeObject *object)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    g_autofree char *text = type != NULL ? g_mime_content_type_get_mime_type(type) : NULL;

    return g_ascii_strdown(text != NULL ? text : "text/plain", -1);
}

HemoSecret *
hemo_part_field(GMimeHeaderList *headers, const char *name)
{
    g_autoptr(HemoBuffer) buffer = NULL;
    gboolean is_exact;
    int count = g_mime_header_list_get_count(headers);

    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);

        if (g_ascii_strcasecmp(g_mime_header_get_name(header), name) != 0)
            continue;
        if (buffer == NULL)
            buffer = hemo_buffer_new();
        else
            hemo_buffer_append_byte(buffer, '\n');
        hemo_buffer_append_text(buffer, g_mime_header_get_value(header));
    }
    if (buffer == NULL)
        return NULL;
    return hemo_part_text_decode(hemo_buffer_slice(buffer), NULL, &is_exact);
}

static guint
count_fields(GMimeHeaderList *headers, const char *name, const char **ret_raw)
{
    int count = g_mime_header_list_get_count(headers);
    guint found = 0;

    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);

        if (g_ascii_strcasecmp(g_mime_header_get_name(header), name) != 0)
            continue;
        *ret_raw = g_mime_header_get_raw_value(header);
        found++;
    }
    return found;
}

/* "boundary=", "boundary*=", "boundary*0=" behind a semicolon or blank, outside quotes. */
static guint
count_boundaries(HemoSlice value)
{
    gboolean in_quotes = FALSE;
    guint count = 0;

    for (gsize i = 0; i < value.size; i++) {
        HemoSlice rest = hemo_slice_from(value, i);
        int before = i > 0 ? value.data[i - 1] : 0;

        if (value.data[i] == '"' && before != '\\')
            in_quotes = !in_quotes;
        else if (!in_quotes && (before == ';' || g_ascii_isspace((char)before)) &&
                 hemo_slice_has_prefix_nocase(rest, "boundary"))
            count++;
    }
    return count;
}

gboolean
hemo_part_is_ambiguous(GMimeObject *object)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(object);
    const char *raw = NULL;
    guint boundaries;

    if (count_fields(headers, "Content-Transfer-Encoding", &raw) > 1)
        return TRUE;
    raw = NULL;
    if (count_fields(headers, "Content-Type", &raw) > 1)
        return TRUE;
    boundaries = count_boundaries(hemo_slice_text(raw));
    return boundaries > 1 || (GMIME_IS_MULTIPART(object) && boundaries == 0);
}

/* Base64 digits, blanks, and nothing but blanks behind the padding: a decoder passes over
 * the rest, but it is sent. */
static gboolean
is_base64(HemoSlice bytes, gboolean *in_padding)
{
    for (gsize i = 0; i < bytes.size; i++) {
        char byte = (char)bytes.data[i];

        if (g_ascii_isspace(byte))
            continue;
        if (byte == '=')
            *in_padding = TRUE;
        else if (*in_padding || (!g_ascii_isalnum(byte) && byte != '+' && byte != '/'))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_clean_base64(GMimePart *part)
{
    g_autoptr(GMimeStream) stream = hemo_part_open_raw(part);
    gboolean in_padding = FALSE;
    gboolean is_clean = TRUE;
    guint8 piece[PIECE];
    gsize got;

    while (stream != NULL && is_clean &&
           (got = hemo_part_read(stream, piece, sizeof piece)) > 0)
        is_clean = is_base64(hemo_slice(piece, got), &in_padding);
    hemo_erase(piece, sizeof piece);
    return is_clean;
}

/* Uuencode has text around its data, which decoding drops. */
gboolean
hemo_part_is_clean(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeContentEncoding encoding = content != NULL ? g_mime_data_wrapper_get_encoding(content)
                                                    : GMIME_CONTENT_ENCODING_DEFAULT;

    return encoding != GMIME_CONTENT_ENCODING_UUENCODE &&
           (encoding != GMIME_CONTENT_ENCODING_BASE64 || is_clean_base64(part));
}

gboolean
hemo_part_is_decodable(GMimePart *part)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(part));
    g_autoptr(HemoSecret) name = hemo_part_field(headers, "Content-Transfer-Encoding");
    g_autofree char *plain =
        name != NULL ? hemo_slice_dup(hemo_slice_strip(hemo_secret_slice(name))) : NULL;

    return plain == NULL || *plain == '\0' ||
           g_mime_content_encoding_from_string(plain) != GMIME_CONTENT_ENCODING_DEFAULT;
}

GMimeStream *
hemo_part_open_raw(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;

    if (stream == NULL)
        return NULL;
    g_mime_stream_reset(stream);
    return g_object_ref(stream);
}

GMimeStream *
hemo_part_open(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream;
    GMimeFilter *filter;

    if (content == NULL)
        return NULL;
    g_mime_stream_reset(g_mime_data_wrapper_get_stream(content));
    stream = g_mime_stream_filter_new(g_mime_data_wrapper_get_stream(content));
    filter = g_mime_filter_basic_new(g_mime_data_wrapper_get_encoding(content), FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
    g_object_unref(filter);
    return stream;
}

gsize
hemo_part_read(GMimeStream *stream, guint8 *buffer, gsize size)
{
    gssize got = g_mime_stream_read(stream, (char *)buffer, size);

    return got > 0 ? (gsize)got : 0;
}

HemoSecret *
hemo_part_content(GMimePart *part, gsize max)
{
    g_autoptr(GMimeStream) stream = hemo_part_open(part);
    g_autoptr(HemoBuffer) content = hemo_buffer_new();
    guint8 piece[PIECE];
    gsize got;

    while (stream != NULL && (got = hemo_part_read(stream, piece, sizeof piece)) > 0) {
        hemo_buffer_append(content, hemo_slice(piece, got));
        if (hemo_buffer_slice(content).size > max)
            break;
    }
    hemo_erase(piece, sizeof piece);
    if (hemo_buffer_slice(content).size > max)
        return NULL;
    return hemo_buffer_finish(g_steal_pointer(&content));
}
