/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-likeness.h.
 */
#include "hemo-claws-likeness.h"

#define MAX_BOUNDARIES 64 /* more are compared as they are: unlike, so judged again */

typedef struct {
    GChecksum *sum;
    GPtrArray *boundaries; /* char* */
} Likeness;

static const char *const varying_fields[] = {"Date:", NULL};
static const char *const recipient_fields[] = {"To:", "Cc:", "Bcc:", NULL};

static gboolean
starts_with_any(HemoSlice line, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (hemo_slice_has_prefix_nocase(line, *words))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_fold(HemoSlice line)
{
    return line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
}

static void
add(Likeness *likeness, HemoSlice bytes)
{
    g_checksum_update(likeness->sum, bytes.data, (gssize)bytes.size);
}

static void
add_number(Likeness *likeness, guint number)
{
    g_autofree char *text = g_strdup_printf("\1%u\1", number);

    add(likeness, hemo_slice_text(text));
}

/* The number of the boundary at the start of @text, from 1; 0 if it is none. */
static guint
find_boundary(const Likeness *likeness, HemoSlice text, gsize *ret_size)
{
    for (guint i = 0; i < likeness->boundaries->len; i++) {
        HemoSlice boundary = hemo_slice_text(likeness->boundaries->pdata[i]);

        if (hemo_slice_equal(hemo_slice_sub(text, 0, boundary.size), boundary)) {
            *ret_size = boundary.size;
            return i + 1;
        }
    }
    return 0;
}

/* Learns the boundary that a Content-Type line names, and adds the line without it. */
static gboolean
add_declaration(Likeness *likeness, HemoSlice line)
{
    static const char word[] = "boundary=\"";
    gsize head = hemo_slice_find_text(line, word) + sizeof word - 1;
    HemoSlice tail = hemo_slice_from(line, head);
    gsize size = hemo_slice_find(tail, '"');

    if (head >= line.size || size == 0 || size == tail.size ||
        likeness->boundaries->len == MAX_BOUNDARIES)
        return FALSE;
    add(likeness, hemo_slice_sub(line, 0, head));
    g_ptr_array_add(likeness->boundaries, hemo_slice_dup(hemo_slice_sub(tail, 0, size)));
    add_number(likeness, likeness->boundaries->len);
    add(likeness, hemo_slice_from(tail, size));
    return TRUE;
}

static gboolean
add_delimiter(Likeness *likeness, HemoSlice line)
{
    HemoSlice rest = hemo_slice_from(line, 2);
    gsize size = 0;
    guint number =
        hemo_slice_has_prefix_nocase(line, "--") ? find_boundary(likeness, rest, &size) : 0;

    if (number == 0)
        return FALSE;
    add_number(likeness, number);
    add(likeness, hemo_slice_from(rest, size));
    return TRUE;
}

static void
add_line(Likeness *likeness, HemoSlice line)
{
    if (!add_declaration(likeness, line) && !add_delimiter(likeness, line))
        add(likeness, line);
    add(likeness, hemo_slice_text("\n"));
}

static gboolean
is_left_out(HemoSlice line, gboolean with_recipients)
{
    return starts_with_any(line, varying_fields) ||
           (!with_recipients && starts_with_any(line, recipient_fields));
}

/* The header, and the empty line behind it; moves @rest to the body. */
static void
add_header(Likeness *likeness, HemoSlice *rest, gboolean with_recipients)
{
    gboolean left_out = FALSE;
    HemoSlice line;

    while (hemo_slice_next_line(rest, &line)) {
        if (!is_fold(line))
            left_out = is_left_out(line, with_recipients);
        if (!left_out)
            add_line(likeness, line);
        if (line.size == 0)
            return;
    }
}

char *
hemo_claws_likeness_new(HemoSlice mail, gboolean with_recipients)
{
    Likeness likeness = {g_checksum_new(G_CHECKSUM_SHA256),
                         g_ptr_array_new_with_free_func(g_free)};
    HemoSlice rest = mail;
    HemoSlice line;
    char *digest;

    add_header(&likeness, &rest, with_recipients);
    while (hemo_slice_next_line(&rest, &line))
        add_line(&likeness, line);
    digest = g_strdup(g_checksum_get_string(likeness.sum));
    g_checksum_free(likeness.sum);
    g_ptr_array_unref(likeness.boundaries);
    return digest;
}
