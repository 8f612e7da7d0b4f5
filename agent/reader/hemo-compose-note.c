/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-note.h.
 */
#include "hemo-compose-note.h"

#include <string.h>

/* Elements whose content is no markup: a "<body" in there begins nothing. */
static const char *const raw_elements[] = {"script", "style", "title"};

static const struct {
    char character;
    const char *entity;
} entities[] = {
    {'&', "&amp;"},
    {'<', "&lt;"},
    {'>', "&gt;"},
    {'"', "&quot;"},
};

/* All of @bytes, with @newline for CRLF, CR and LF. */
static void
append_lines(HemoBuffer *buffer, HemoSlice bytes, const char *newline)
{
    gsize start = 0;

    for (gsize i = 0; i < bytes.size; i++) {
        gboolean is_pair = bytes.data[i] == '\r' && hemo_slice_at(bytes, i + 1) == '\n';

        if (bytes.data[i] != '\n' && bytes.data[i] != '\r')
            continue;
        hemo_buffer_append(buffer, hemo_slice_sub(bytes, start, i - start));
        hemo_buffer_append_text(buffer, newline);
        i += is_pair ? 1 : 0;
        start = i + 1;
    }
    hemo_buffer_append(buffer, hemo_slice_from(bytes, start));
}

static void
end_line(HemoBuffer *buffer, const char *newline)
{
    HemoSlice written = hemo_buffer_slice(buffer);

    if (written.size > 0 && written.data[written.size - 1] != '\n')
        hemo_buffer_append_text(buffer, newline);
}

/* The note is one line. */
static void
append_note(HemoBuffer *buffer, const char *note)
{
    for (const char *at = note; *at != '\0'; at++)
        hemo_buffer_append_byte(buffer, g_ascii_iscntrl(*at) ? ' ' : (guint8)*at);
}

HemoSecret *
hemo_compose_note_text(const char *note, const char *text, const char *newline)
{
    HemoBuffer *buffer = hemo_buffer_new();

    if (*note != '\0') {
        append_note(buffer, note);
        hemo_buffer_append_text(buffer, newline);
        hemo_buffer_append_text(buffer, newline);
    }
    append_lines(buffer, hemo_slice_text(text), newline);
    end_line(buffer, newline);
    return hemo_buffer_finish(buffer);
}

static const char *
find_entity(char character)
{
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++)
        if (entities[i].character == character)
            return entities[i].entity;
    return NULL;
}

static void
append_paragraph(HemoBuffer *buffer, const char *note)
{
    hemo_buffer_append_text(buffer, "<p>");
    for (const char *at = note; *at != '\0'; at++) {
        const char *entity = find_entity(*at);

        if (entity != NULL)
            hemo_buffer_append_text(buffer, entity);
        else
            hemo_buffer_append_byte(buffer, g_ascii_iscntrl(*at) ? ' ' : (guint8)*at);
    }
    hemo_buffer_append_text(buffer, "</p>");
}

static gboolean
is_tag(HemoSlice rest, const char *name)
{
    int after;

    if (!hemo_slice_has_prefix_nocase(hemo_slice_from(rest, 1), name))
        return FALSE;
    after = hemo_slice_at(rest, strlen(name) + 1);
    return after == '>' || after == '/' || (after >= 0 && g_ascii_isspace((char)after));
}

/* The size of the tag at the start of @rest: a ">" within quotes does not end it. */
static gsize
tag_size(HemoSlice rest)
{
    char quote = 0;

    for (gsize i = 1; i < rest.size; i++) {
        char byte = (char)rest.data[i];

        if (quote != 0)
            quote = byte == quote ? 0 : quote;
        else if (byte == '"' || byte == '\'')
            quote = byte;
        else if (byte == '>')
            return i + 1;
    }
    return rest.size;
}

/* The size of the comment, element or tag at the start of @rest that is stepped over. */
static gsize
skipped_size(HemoSlice rest)
{
    if (hemo_slice_has_prefix_nocase(rest, "<!--"))
        return MIN(hemo_slice_find_text(rest, "-->"), rest.size - 1) + 1;
    for (guint i = 0; i < G_N_ELEMENTS(raw_elements); i++)
        if (is_tag(rest, raw_elements[i])) {
            gsize size = tag_size(rest);

            return size + hemo_slice_find_text(hemo_slice_from(rest, size), "</");
        }
    return tag_size(rest);
}

/* Where what is shown begins: behind the body tag; without one, at the start. */
static gsize
find_body(HemoSlice html)
{
    gsize at = hemo_slice_find(html, '<');

    while (at < html.size) {
        HemoSlice rest = hemo_slice_from(html, at);

        if (is_tag(rest, "body"))
            return at + tag_size(rest);
        at += skipped_size(rest);
        at += hemo_slice_find(hemo_slice_from(html, at), '<');
    }
    return 0;
}

HemoSecret *
hemo_compose_note_html(const char *note, const char *html, const char *newline)
{
    HemoSlice whole = hemo_slice_text(html);
    HemoBuffer *buffer = hemo_buffer_new();
    gsize start = *note != '\0' ? find_body(whole) : 0;

    append_lines(buffer, hemo_slice_sub(whole, 0, start), newline);
    if (*note != '\0')
        append_paragraph(buffer, note);
    append_lines(buffer, hemo_slice_from(whole, start), newline);
    end_line(buffer, newline);
    return hemo_buffer_finish(buffer);
}
