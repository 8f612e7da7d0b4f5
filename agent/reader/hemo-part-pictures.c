/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-part-pictures.h.  A block counts only if its own end tag is found, so that
 * a mark that is never closed cannot cover the rest of the mail.
 */
#include "hemo-part-pictures.h"

#include <string.h>

#include "hemo-secret.h"

typedef struct {
    HemoSlice html;
    HemoSlice lower;  /* the same in lower case */
    HemoSlice block;  /* name of the element that is the signature, or empty */
    guint depth;      /* of elements with that name */
    GPtrArray *shown; /* Content-IDs of the open block */
    GHashTable *cids;
    gboolean has_data; /* in the open block, small */
    gboolean is_found;
} Pictures;

/* In lower case, inside the tag that opens the block. */
static const char *const block_marks[] = {
    "\"moz-signature\"",
    "\"gmail_signature\"",
    "\"signature\"",
    "_mailautosig",
};

static gboolean
has_text(HemoSlice slice, const char *text)
{
    return hemo_slice_find_text(slice, text) < slice.size;
}

static gboolean
is_block_mark(HemoSlice tag)
{
    for (guint i = 0; i < G_N_ELEMENTS(block_marks); i++)
        if (has_text(tag, block_marks[i]))
            return TRUE;
    return FALSE;
}

static HemoSlice
tag_name(HemoSlice tag)
{
    gsize start = hemo_slice_at(tag, 1) == '/' ? 2 : 1;
    gsize end = start;

    while (end < tag.size && g_ascii_isalnum((char)tag.data[end]))
        end++;
    return hemo_slice_sub(tag, start, end - start);
}

static void
add_shown(Pictures *pictures, HemoSlice tag)
{
    gsize start = hemo_slice_find_text(tag, "cid:");
    HemoSlice cid =
        hemo_slice_from(pictures->html, (gsize)(tag.data - pictures->lower.data) + start + 4);
    gsize size = 0;
    g_autofree char *text = NULL;
    char *plain;

    if (start == tag.size)
        return;
    while (size < cid.size && strchr("\"'>) \t\r\n", cid.data[size]) == NULL)
        size++;
    text = hemo_slice_dup(hemo_slice_sub(cid, 0, size));
    plain = g_uri_unescape_string(text, NULL);
    if (plain != NULL)
        g_ptr_array_add(pictures->shown, plain);
}

static void
leave_block(Pictures *pictures)
{
    for (guint i = 0; i < pictures->shown->len; i++)
        g_hash_table_add(pictures->cids, g_strdup(pictures->shown->pdata[i]));
    g_ptr_array_set_size(pictures->shown, 0);
    pictures->block = HEMO_SLICE_EMPTY;
    pictures->has_data = FALSE;
}

static void
read_block_tag(Pictures *pictures, HemoSlice tag)
{
    gboolean is_end = hemo_slice_at(tag, 1) == '/';

    if (hemo_slice_equal(tag_name(tag), pictures->block))
        pictures->depth += is_end ? (guint)-1 : 1;
    if (pictures->depth == 0)
        leave_block(pictures);
    else
        add_shown(pictures, tag);
}

/* "data:application/pdf;base64,...": content that is read by nobody but the recipient. */
static gboolean
has_data_file(HemoSlice tag)
{
    static const char quotes[] = "\"'=( ";

    while (tag.size > 0) {
        gsize at = hemo_slice_find_text(tag, "data:");
        HemoSlice type = hemo_slice_from(tag, at + strlen("data:"));
        int before = at > 0 ? hemo_slice_at(tag, at - 1) : 0;

        if (before > 0 && strchr(quotes, before) != NULL &&
            !hemo_slice_has_prefix_nocase(type, "image/") &&
            hemo_slice_find(type, ',') < type.size)
            return TRUE;
        tag = type;
    }
    return FALSE;
}

static void
read_tag(Pictures *pictures, HemoSlice tag)
{
    gboolean is_outside = pictures->block.size == 0;

    if (is_outside && is_block_mark(tag)) {
        pictures->block = tag_name(tag);
        pictures->depth = 1;
    } else if (!is_outside) {
        read_block_tag(pictures, tag);
    }
    pictures->is_found = pictures->is_found || has_data_file(tag);
    if (!has_text(tag, "data:image/"))
        return;
    if (is_outside || tag.size > HEMO_PART_PICTURES_MAX * 4 / 3)
        pictures->is_found = TRUE;
    else
        pictures->has_data = TRUE;
}

static void
lower_bytes(HemoSecret *copy)
{
    guint8 *data = hemo_secret_data(copy);

    for (gsize i = 0; i < hemo_secret_size(copy); i++)
        data[i] = (guint8)(data[i] >= 'A' && data[i] <= 'Z' ? data[i] + ('a' - 'A') : data[i]);
}

gboolean
hemo_part_pictures_find(HemoSlice html, GHashTable *cids)
{
    g_autoptr(HemoSecret) copy = hemo_secret_new_copy(html);
    g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func(g_free);
    Pictures pictures = {.html = html, .shown = shown, .cids = cids};
    HemoSlice rest;

    lower_bytes(copy);
    pictures.lower = hemo_secret_slice(copy);
    if (!is_block_mark(pictures.lower) && !has_text(pictures.lower, "data:"))
        return FALSE; /* most mails */
    rest = pictures.lower;
    while (rest.size > 0) {
        gsize end;

        rest = hemo_slice_from(rest, hemo_slice_find(rest, '<'));
        end = hemo_slice_find(rest, '>');
        read_tag(&pictures, hemo_slice_sub(rest, 0, end));
        rest = hemo_slice_from(rest, end);
    }
    return pictures.is_found || pictures.has_data;
}
