/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-digest.h.  An item is one byte of kind, eight of length (big endian) and
 * the bytes; the list ends with the number of parts.
 */
#include "hemo-digest.h"

#include <string.h>

#include "hemo-address.h"

#define HASH_SIZE 32

typedef enum {
    ITEM_FORM = 'H',
    ITEM_FROM = 'F',
    ITEM_RECIPIENT = 'R',
    ITEM_SUBJECT = 'S',
    ITEM_MEDIA_TYPE = 'T',
    ITEM_FILE_NAME = 'N',
    ITEM_CONTENT = 'C',
    ITEM_END = 'E',
} Item;

struct _HemoDigest {
    GChecksum *list;
    GChecksum *part;    /* of the open part, or NULL */
    HemoBuffer *blanks; /* seen in this line, counted only if more text follows */
    guint64 line_ends;  /* not counted yet, for the same reason */
    guint64 n_parts;
    gboolean is_text;
    gboolean after_cr;
};

static void
add_item(HemoDigest *digest, Item item, HemoSlice bytes)
{
    guint64 size = GUINT64_TO_BE((guint64)bytes.size);
    guchar kind = (guchar)item;

    g_checksum_update(digest->list, &kind, 1);
    g_checksum_update(digest->list, (const guchar *)&size, sizeof size);
    if (bytes.size > 0)
        g_checksum_update(digest->list, bytes.data, (gssize)bytes.size);
}

static char *
address_key(const char *text)
{
    g_autoptr(HemoAddress) address = text != NULL ? hemo_address_parse(text, NULL) : NULL;

    return address != NULL ? g_strdup(hemo_address_key(address))
                           : g_ascii_strdown(text != NULL ? text : "", -1);
}

static int
compare_keys(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void
add_recipients(HemoDigest *digest, const char *const *recipients)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_erase_text);

    for (guint i = 0; recipients != NULL && recipients[i] != NULL; i++)
        g_ptr_array_add(keys, address_key(recipients[i]));
    g_ptr_array_sort(keys, compare_keys);
    for (guint i = 0; i < keys->len; i++)
        if (i == 0 || strcmp(keys->pdata[i], keys->pdata[i - 1]) != 0)
            add_item(digest, ITEM_RECIPIENT, hemo_slice_text(keys->pdata[i]));
}

HemoDigest *
hemo_digest_new(const char *from, const char *const *recipients, HemoSlice subject)
{
    HemoDigest *digest = g_new0(HemoDigest, 1);
    char *from_key = address_key(from);

    digest->list = g_checksum_new(G_CHECKSUM_SHA256);
    digest->blanks = hemo_buffer_new();
    add_item(digest, ITEM_FORM, hemo_slice_text("hemostat digest 1"));
    add_item(digest, ITEM_FROM, hemo_slice_text(from_key));
    add_recipients(digest, recipients);
    add_item(digest, ITEM_SUBJECT, hemo_slice_strip(subject));
    hemo_erase_text(from_key);
    return digest;
}

void
hemo_digest_free(HemoDigest *digest)
{
    if (digest == NULL)
        return;
    g_checksum_free(digest->list);
    g_clear_pointer(&digest->part, g_checksum_free);
    hemo_buffer_free(digest->blanks);
    g_free(digest);
}

void
hemo_digest_begin_part(HemoDigest *digest,
                       const char *media_type,
                       const char *file_name,
                       gboolean is_text)
{
    g_autofree char *lower = g_ascii_strdown(media_type, -1);

    add_item(digest, ITEM_MEDIA_TYPE, hemo_slice_text(lower));
    add_item(digest, ITEM_FILE_NAME, hemo_slice_text(file_name));
    digest->part = g_checksum_new(G_CHECKSUM_SHA256);
    digest->is_text = is_text;
    digest->after_cr = FALSE;
    digest->line_ends = 0;
    hemo_buffer_truncate(digest->blanks, 0);
    digest->n_parts++;
}

static void
add_bytes(HemoDigest *digest, HemoSlice bytes)
{
    if (bytes.size > 0)
        g_checksum_update(digest->part, bytes.data, (gssize)bytes.size);
}

/* What was held back counts after all, as text follows it. */
static void
add_pending(HemoDigest *digest)
{
    static const char line_ends[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
    const guint64 chunk = sizeof line_ends - 1;

    while (digest->line_ends > 0) {
        guint64 size = MIN(digest->line_ends, chunk);

        add_bytes(digest, hemo_slice(line_ends, size));
        digest->line_ends -= size;
    }
    add_bytes(digest, hemo_buffer_slice(digest->blanks));
    hemo_buffer_truncate(digest->blanks, 0);
}

static void
end_line(HemoDigest *digest)
{
    hemo_buffer_truncate(digest->blanks, 0);
    digest->line_ends++;
}

static gboolean
is_line_end(guint8 byte)
{
    return byte == '\r' || byte == '\n';
}

/* A piece of one line: blanks at its end wait for what follows. */
static void
add_line(HemoDigest *digest, HemoSlice line)
{
    gsize size = line.size;

    while (size > 0 && (line.data[size - 1] == ' ' || line.data[size - 1] == '\t'))
        size--;
    if (size > 0) {
        add_pending(digest);
        add_bytes(digest, hemo_slice_sub(line, 0, size));
    }
    hemo_buffer_append(digest->blanks, hemo_slice_from(line, size));
    digest->after_cr = FALSE;
}

static void
add_line_end(HemoDigest *digest, guint8 byte)
{
    if (byte == '\r' || !digest->after_cr)
        end_line(digest);
    digest->after_cr = byte == '\r';
}

static void
add_text(HemoDigest *digest, HemoSlice text)
{
    gsize i = 0;

    while (i < text.size) {
        gsize start = i;

        while (i < text.size && !is_line_end(text.data[i]))
            i++;
        if (i > start)
            add_line(digest, hemo_slice_sub(text, start, i - start));
        if (i < text.size)
            add_line_end(digest, text.data[i++]);
    }
}

void
hemo_digest_add(HemoDigest *digest, HemoSlice bytes)
{
    if (digest->part == NULL)
        return;
    if (digest->is_text)
        add_text(digest, bytes);
    else
        add_bytes(digest, bytes);
}

void
hemo_digest_end_part(HemoDigest *digest)
{
    guint8 hash[HASH_SIZE];
    gsize size = sizeof hash;

    if (digest->part == NULL)
        return;
    hemo_buffer_truncate(digest->blanks, 0);
    g_checksum_get_digest(digest->part, hash, &size);
    add_item(digest, ITEM_CONTENT, hemo_slice(hash, size));
    g_clear_pointer(&digest->part, g_checksum_free);
}

char *
hemo_digest_finish(HemoDigest *digest)
{
    guint64 n_parts = GUINT64_TO_BE(digest->n_parts);

    hemo_digest_end_part(digest);
    add_item(digest, ITEM_END, hemo_slice(&n_parts, sizeof n_parts));
    return g_strdup(g_checksum_get_string(digest->list));
}
