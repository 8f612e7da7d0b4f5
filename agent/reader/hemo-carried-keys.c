/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-carried-keys.h.
 */
#include "hemo-carried-keys.h"

#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-part.h"

#define KEY_TYPE "application/pgp-keys"
#define FIELD    "Autocrypt"
#define ADDRESS  "addr="

static void
add_key(GPtrArray *keys, GMimeObject *object)
{
    g_autofree char *media_type = hemo_part_media_type(object);
    HemoSecret *content;

    if (!g_str_equal(media_type, KEY_TYPE) || hemo_part_is_ambiguous(object))
        return;
    content = hemo_part_content(GMIME_PART(object), HEMO_LIMIT_KEY);
    if (content != NULL && hemo_secret_size(content) > 0)
        g_ptr_array_add(keys, content);
    else
        hemo_secret_unref(content);
}

static void
walk(GPtrArray *keys, GMimeObject *object, guint depth)
{
    int count;

    if (depth > HEMO_LIMIT_DEPTH || keys->len == HEMO_CARRIED_KEYS_MAX)
        return;
    if (GMIME_IS_PART(object))
        add_key(keys, object);
    if (!GMIME_IS_MULTIPART(object))
        return;
    count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
    for (int i = 0; i < count; i++)
        walk(keys, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
}

GPtrArray *
hemo_carried_keys_attached(GMimeObject *body)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_secret_unref);

    walk(keys, body, 0);
    return keys;
}

/* Whether the only "addr" of the field @body is @address. */
static gboolean
is_for(HemoSlice body, const char *address)
{
    gboolean fits = FALSE;
    guint found = 0;

    while (body.size > 0) {
        gsize end = hemo_slice_find(body, ';');
        HemoSlice attribute = hemo_slice_strip(hemo_slice_sub(body, 0, end));

        if (hemo_slice_has_prefix_nocase(attribute, ADDRESS)) {
            HemoSlice value = hemo_slice_from(attribute, sizeof ADDRESS - 1);

            fits = hemo_slice_equal_nocase(hemo_slice_strip(value), address);
            found++;
        }
        body = hemo_slice_from(body, end + 1);
    }
    return fits && found == 1;
}

static gboolean
is_ascii(HemoSlice text)
{
    for (gsize i = 0; i < text.size; i++)
        if (text.data[i] == 0 || text.data[i] >= 0x80)
            return FALSE;
    return TRUE;
}

HemoSecret *
hemo_carried_keys_autocrypt(HemoSlice mail, const char *address)
{
    g_autoptr(HemoSecret) found = NULL;
    HemoHeaderField field;
    HemoHeader header;
    gsize offset = 0;

    if (!hemo_header_split(mail, &header, NULL))
        return NULL;
    while (hemo_header_next(&header, &offset, &field)) {
        g_autoptr(HemoSecret) body = NULL;

        if (!hemo_slice_equal_nocase(field.name, FIELD))
            continue;
        body = hemo_header_unfold(field.body);
        if (!is_for(hemo_secret_slice(body), address))
            continue;
        if (found != NULL)
            return NULL;
        found = g_steal_pointer(&body);
    }
    return found != NULL && is_ascii(hemo_secret_slice(found)) ? g_steal_pointer(&found) : NULL;
}
