/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-chunks.h.  Line ends are made CRLF by cutting the chunks at their line
 * ends, so that a large mail is not copied.
 */
#include "hemo-chunks.h"

#include <string.h>

/* Below this many bytes a line, a copy takes less memory than two views a line do. */
#define LONG_LINE (2 * sizeof(HemoSlice))

struct _HemoChunks {
    GArray *slices; /* HemoSlice */
    GPtrArray *own; /* HemoSecret, which some slices point into */
};

HemoChunks *
hemo_chunks_new(void)
{
    HemoChunks *chunks = g_new0(HemoChunks, 1);

    chunks->slices = g_array_new(FALSE, FALSE, sizeof(HemoSlice));
    chunks->own = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_secret_unref);
    return chunks;
}

void
hemo_chunks_free(HemoChunks *chunks)
{
    if (chunks == NULL)
        return;
    g_array_unref(chunks->slices);
    g_ptr_array_unref(chunks->own);
    g_free(chunks);
}

void
hemo_chunks_add(HemoChunks *chunks, HemoSlice slice)
{
    if (slice.size > 0)
        g_array_append_val(chunks->slices, slice);
}

void
hemo_chunks_add_text(HemoChunks *chunks, const char *text)
{
    hemo_chunks_add(chunks, hemo_slice_text(text));
}

void
hemo_chunks_take(HemoChunks *chunks, HemoSecret *secret)
{
    g_ptr_array_add(chunks->own, secret);
    hemo_chunks_add(chunks, hemo_secret_slice(secret));
}

void
hemo_chunks_add_copy(HemoChunks *chunks, HemoSlice bytes)
{
    hemo_chunks_take(chunks, hemo_secret_new_copy(bytes));
}

const HemoSlice *
hemo_chunks_slices(const HemoChunks *chunks, gsize *ret_n_slices)
{
    *ret_n_slices = chunks->slices->len;
    return (const HemoSlice *)(gpointer)chunks->slices->data;
}

gsize
hemo_chunks_size(const HemoChunks *chunks)
{
    gsize size = 0;

    for (guint i = 0; i < chunks->slices->len; i++)
        size += g_array_index(chunks->slices, HemoSlice, i).size;
    return size;
}

/* Takes what stands before the next LF that lacks its CR off @rest.  TRUE if there is one,
 * so that a CR belongs behind the piece.  *@previous is the byte before @rest. */
static gboolean
next_piece(HemoSlice *rest, int *previous, HemoSlice *ret_piece)
{
    gsize at = hemo_slice_find(*rest, '\n');

    while (at < rest->size && (at > 0 ? hemo_slice_at(*rest, at - 1) : *previous) == '\r')
        at += 1 + hemo_slice_find(hemo_slice_from(*rest, at + 1), '\n');
    *ret_piece = hemo_slice_sub(*rest, 0, at);
    *rest = hemo_slice_from(*rest, at);
    if (rest->size > 0)
        *previous = '\r';
    else if (at > 0)
        *previous = hemo_slice_at(*ret_piece, at - 1);
    return rest->size > 0;
}

static gsize
count_bare(const GArray *before)
{
    gsize count = 0;
    int previous = -1;
    HemoSlice piece = HEMO_SLICE_EMPTY;

    for (guint i = 0; i < before->len; i++) {
        HemoSlice rest = g_array_index(before, HemoSlice, i);

        while (next_piece(&rest, &previous, &piece))
            count++;
    }
    return count;
}

/* Long lines: more views. */
static void
split_lines(HemoChunks *chunks, const GArray *before)
{
    int previous = -1;
    HemoSlice piece = HEMO_SLICE_EMPTY;

    for (guint i = 0; i < before->len; i++) {
        HemoSlice rest = g_array_index(before, HemoSlice, i);

        while (next_piece(&rest, &previous, &piece)) {
            hemo_chunks_add(chunks, piece);
            hemo_chunks_add_text(chunks, "\r");
        }
        hemo_chunks_add(chunks, piece);
    }
}

/* Short lines: one copy. */
static void
copy_lines(HemoChunks *chunks, const GArray *before, gsize size)
{
    HemoSecret *copy = hemo_secret_new(size);
    guint8 *end = hemo_secret_data(copy);
    int previous = -1;
    HemoSlice piece = HEMO_SLICE_EMPTY;

    for (guint i = 0; i < before->len; i++) {
        HemoSlice rest = g_array_index(before, HemoSlice, i);

        while (next_piece(&rest, &previous, &piece)) {
            end = (guint8 *)mempcpy(end, piece.data, piece.size);
            *end++ = '\r';
        }
        end = (guint8 *)mempcpy(end, piece.data, piece.size);
    }
    hemo_chunks_take(chunks, copy);
}

void
hemo_chunks_make_canonical(HemoChunks *chunks)
{
    gsize bare = count_bare(chunks->slices);
    gsize size = hemo_chunks_size(chunks);
    g_autoptr(GArray) before = NULL;

    if (bare == 0)
        return;
    before = g_steal_pointer(&chunks->slices);
    chunks->slices = g_array_new(FALSE, FALSE, sizeof(HemoSlice));
    if (size / bare >= LONG_LINE)
        split_lines(chunks, before);
    else
        copy_lines(chunks, before, size + bare);
}
