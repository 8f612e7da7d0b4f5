/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-fields.h.  What no list names counts as words.
 */
#include "hemo-fields.h"

#include <string.h>

#include "hemo-part-text.h"

/* Neither judged nor bound here; "*" at the end: all that start so. */
static const char *const passed_over[] = {
    "bcc",
    "content-*",
    "date",
    "message-id",
    "mime-version",
    "resent-bcc",
    "resent-date",
    "resent-message-id",
    "subject",
    NULL,
};

/* Bound, but no words: addresses, whose owners are no patients, ids, the sender's own
 * organisation, and what servers write. */
static const char *const no_words[] = {
    "arc-*",
    "authentication-results",
    "autocrypt*",
    "cc",
    "delivered-to",
    "disposition-notification-to",
    "dkim-*",
    "followup-to",
    "from",
    "in-reply-to",
    "lines",
    "list-*",
    "mail-followup-to",
    "newsgroups",
    "nntp-*",
    "organi*",
    "path",
    "received*",
    "references",
    "reply-to",
    "resent-cc",
    "resent-from",
    "resent-sender",
    "resent-to",
    "return-path",
    "sender",
    "to",
    "user-agent",
    "x-mailer",
    "x-newsreader",
    "xref",
    NULL,
};

/* Fields of a part, and parameters, that only say how to decode or show it. */
static const char *const technical_fields[] = {
    "content-disposition",
    "content-id",
    "content-length",
    "content-md5",
    "content-transfer-encoding",
    "content-type",
    "mime-version",
    NULL,
};

static const char *const technical_parameters[] = {
    "access-type",
    "boundary",
    "charset",
    "component",
    "creation-date",
    "delsp",
    "format",
    "method",
    "micalg",
    "modification-date",
    "number",
    "protocol",
    "protected-headers",
    "read-date",
    "report-type",
    "reply-type",
    "size",
    "smime-type",
    "start",
    "total",
    "type",
    "x-mac-*",
    "x-unix-mode",
    NULL,
};

static gboolean
is_listed(const char *const *list, const char *name)
{
    g_autofree char *lower = g_ascii_strdown(name, -1);

    for (; *list != NULL; list++) {
        gsize size = strlen(*list);

        if ((*list)[size - 1] == '*' ? strncmp(lower, *list, size - 1) == 0
                                     : strcmp(lower, *list) == 0)
            return TRUE;
    }
    return FALSE;
}

/* @value in UTF-8 without blanks at its ends and with one blank for each run. */
static void
add_value(HemoBuffer *lines, const char *value)
{
    g_autoptr(HemoSecret) text = NULL;
    HemoSlice slice;
    gboolean is_exact;
    gboolean in_blanks = FALSE;

    text = hemo_part_text_decode(hemo_slice_text(value), NULL, &is_exact);
    slice = hemo_slice_strip(hemo_secret_slice(text));
    for (gsize i = 0; i < slice.size; i++) {
        gboolean is_blank = g_ascii_isspace((char)slice.data[i]);

        if (!is_blank || !in_blanks)
            hemo_buffer_append_byte(lines, is_blank ? ' ' : slice.data[i]);
        in_blanks = is_blank;
    }
    hemo_buffer_append_byte(lines, '\n');
}

HemoSecret *
hemo_fields_words(GMimeHeaderList *headers)
{
    HemoBuffer *lines = hemo_buffer_new();
    int count = g_mime_header_list_get_count(headers);

    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
        const char *name = g_mime_header_get_name(header);

        if (!is_listed(passed_over, name) && !is_listed(no_words, name))
            add_value(lines, g_mime_header_get_value(header));
    }
    return hemo_buffer_finish(lines);
}

HemoSecret *
hemo_fields_bound(GMimeHeaderList *headers)
{
    HemoBuffer *lines = hemo_buffer_new();
    int count = g_mime_header_list_get_count(headers);

    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
        g_autofree char *name = g_ascii_strdown(g_mime_header_get_name(header), -1);

        if (is_listed(passed_over, name))
            continue;
        hemo_buffer_append_text(lines, name);
        hemo_buffer_append_byte(lines, ':');
        add_value(lines, g_mime_header_get_value(header));
    }
    return hemo_buffer_finish(lines);
}

/* A file name stands in two fields as a rule: once is enough. */
static void
add_once(HemoBuffer *lines, const char *value)
{
    HemoBuffer *line = hemo_buffer_new();
    g_autoptr(HemoSecret) added = NULL;

    add_value(line, value);
    added = hemo_buffer_finish(line);
    if (hemo_secret_size(added) > 1 &&
        hemo_slice_find_text(hemo_buffer_slice(lines), hemo_secret_text(added)) ==
            hemo_buffer_slice(lines).size)
        hemo_buffer_append(lines, hemo_secret_slice(added));
}

static void
add_parameters(HemoBuffer *lines, GMimeParamList *parameters)
{
    int count = parameters != NULL ? g_mime_param_list_length(parameters) : 0;

    for (int i = 0; i < count; i++) {
        GMimeParam *parameter = g_mime_param_list_get_parameter_at(parameters, i);

        if (!is_listed(technical_parameters, g_mime_param_get_name(parameter)))
            add_once(lines, g_mime_param_get_value(parameter));
    }
}

HemoSecret *
hemo_fields_of_part(GMimeObject *object)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(object);
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
    GMimeContentType *type = g_mime_object_get_content_type(object);
    HemoBuffer *lines = hemo_buffer_new();
    int count = g_mime_header_list_get_count(headers);

    if (disposition != NULL)
        add_parameters(lines, g_mime_content_disposition_get_parameters(disposition));
    if (type != NULL)
        add_parameters(lines, g_mime_content_type_get_parameters(type));
    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);

        if (!is_listed(technical_fields, g_mime_header_get_name(header)))
            add_once(lines, g_mime_header_get_value(header));
    }
    return hemo_buffer_finish(lines);
}
