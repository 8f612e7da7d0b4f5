/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-text.h.
 */
#include "hemo-pdf-text.h"

#include "hemo-html.h"
#include "hemo-part-text.h"

#define COMMENT_START "<!--"
#define COMMENT_END   "-->"

/* The classifier reads comments too, people do not. */
static HemoSecret *
without_comments(HemoSlice html)
{
    HemoBuffer *kept = hemo_buffer_new();

    while (html.size > 0) {
        gsize start = hemo_slice_find_text(html, COMMENT_START);
        HemoSlice comment = hemo_slice_from(html, start);
        gsize end = hemo_slice_find_text(comment, COMMENT_END);

        if (end == comment.size)
            start = html.size; /* one without an end is text */
        hemo_buffer_append(kept, hemo_slice_sub(html, 0, start));
        html = start == html.size ? HEMO_SLICE_EMPTY
                                  : hemo_slice_from(comment, end + sizeof COMMENT_END - 1);
    }
    return hemo_buffer_finish(kept);
}

static gsize
quote_depth(HemoSlice line)
{
    gsize depth = 0;

    while (hemo_slice_at(line, depth) == '>')
        depth++;
    return depth;
}

/* Whether the next line of the same depth goes on with this one. */
static gboolean
goes_on(HemoSlice line)
{
    return line.size > 0 && hemo_slice_at(line, line.size - 1) == ' ' &&
           !hemo_slice_equal(line, hemo_slice_text("-- "));
}

static HemoSlice
without_stuffing(HemoSlice line)
{
    return hemo_slice_at(line, 0) == ' ' ? hemo_slice_from(line, 1) : line;
}

static void
begin_line(HemoBuffer *text, gsize depth)
{
    if (hemo_buffer_slice(text).size > 0)
        hemo_buffer_append_byte(text, '\n');
    for (gsize i = 0; i < depth; i++)
        hemo_buffer_append_byte(text, '>');
    if (depth > 0)
        hemo_buffer_append_byte(text, ' ');
}

static HemoSecret *
unflow(HemoSlice bytes, gboolean drops_blanks)
{
    HemoBuffer *text = hemo_buffer_new();
    gboolean is_open = FALSE;
    gsize open_depth = 0;
    HemoSlice line;

    while (hemo_slice_next_line(&bytes, &line)) {
        gsize depth = quote_depth(line);
        HemoSlice content = without_stuffing(hemo_slice_from(line, depth));
        gboolean stays_open = goes_on(content);

        if (!is_open || depth != open_depth ||
            hemo_slice_equal(content, hemo_slice_text("-- ")))
            begin_line(text, depth);
        if (stays_open && drops_blanks)
            content.size--;
        hemo_buffer_append(text, content);
        is_open = stays_open;
        open_depth = depth;
    }
    return hemo_buffer_finish(text);
}

/* Takes @text. */
static HemoSecret *
without_controls(HemoSecret *text)
{
    HemoSlice bytes = hemo_secret_slice(text);
    HemoBuffer *kept = hemo_buffer_new();
    gsize start = 0;

    for (gsize i = 0; i < bytes.size; i++) {
        guint8 byte = bytes.data[i];

        if ((byte >= ' ' && byte != 0x7f) || byte == '\n' || byte == '\t')
            continue;
        hemo_buffer_append(kept, hemo_slice_sub(bytes, start, i - start));
        start = i + 1;
    }
    hemo_buffer_append(kept, hemo_slice_from(bytes, start));
    hemo_secret_unref(text);
    return hemo_buffer_finish(kept);
}

HemoSecret *
hemo_pdf_text_new(HemoSlice bytes, const HemoPdfTextForm *form)
{
    gboolean is_exact;
    g_autoptr(HemoSecret) text = hemo_part_text_decode(bytes, form->charset, &is_exact);
    g_autoptr(HemoSecret) html = NULL;

    if (form->is_html) {
        html = without_comments(hemo_secret_slice(text));
        return without_controls(hemo_html_to_text(hemo_secret_slice(html)));
    }
    if (form->is_flowed)
        return without_controls(unflow(hemo_secret_slice(text), form->drops_blanks));
    return without_controls(g_steal_pointer(&text));
}
