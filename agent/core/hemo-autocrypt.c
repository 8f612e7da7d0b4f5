/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-autocrypt.h.
 */
#include "hemo-autocrypt.h"

#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>

/* Base64 of the largest key, folded as badly as anybody would, and the rest. */
#define MAX_BODY (2 * HEMO_LIMIT_KEY + 4096)

typedef gboolean (*Take)(HemoAutocrypt *autocrypt, HemoSlice value);

void
hemo_autocrypt_free(HemoAutocrypt *autocrypt)
{
    if (autocrypt == NULL)
        return;
    g_free(autocrypt->address);
    g_clear_pointer(&autocrypt->key, g_bytes_unref);
    g_free(autocrypt);
}

static gboolean
take_address(HemoAutocrypt *autocrypt, HemoSlice value)
{
    g_autofree char *text = hemo_slice_dup(value);
    g_autoptr(HemoAddress) address = NULL;

    if (autocrypt->address != NULL || hemo_slice_find(value, '\0') < value.size)
        return FALSE;
    address = hemo_address_parse(text, NULL);
    if (address != NULL)
        autocrypt->address = g_strdup(hemo_address_key(address));
    return address != NULL;
}

/* Any other preference than "mutual" is none. */
static gboolean
take_preference(HemoAutocrypt *autocrypt, HemoSlice value)
{
    autocrypt->mutual = hemo_slice_equal_nocase(value, "mutual");
    return TRUE;
}

/* @value without blanks, or NULL if it is not Base64 (RFC 4648 section 4) to its end. */
static char *
collect_base64(HemoSlice value)
{
    g_autoptr(GString) text = g_string_sized_new(value.size);
    gsize n_pads = 0;

    for (gsize i = 0; i < value.size; i++) {
        char c = (char)value.data[i];

        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        if (c == '=')
            n_pads++;
        else if (n_pads > 0 || !(g_ascii_isalnum(c) || c == '+' || c == '/'))
            return NULL;
        g_string_append_c(text, c);
    }
    if (text->len == 0 || text->len % 4 != 0 || n_pads > 2)
        return NULL;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static gboolean
take_key(HemoAutocrypt *autocrypt, HemoSlice value)
{
    g_autofree char *text = collect_base64(value);
    g_autofree guint8 *bytes = NULL;
    gsize size = 0;

    if (autocrypt->key != NULL || text == NULL)
        return FALSE;
    bytes = g_base64_decode(text, &size);
    if (size == 0 || size > HEMO_LIMIT_KEY)
        return FALSE;
    autocrypt->key = g_bytes_new_take(g_steal_pointer(&bytes), size);
    return TRUE;
}

static const struct {
    const char *name;
    Take take;
} attributes[] = {
    {"addr", take_address},
    {"prefer-encrypt", take_preference},
    {"keydata", take_key},
};

static gboolean
take_attribute(HemoAutocrypt *autocrypt, HemoSlice attribute)
{
    gsize equals = hemo_slice_find(attribute, '=');
    HemoSlice name = hemo_slice_strip(hemo_slice_sub(attribute, 0, equals));
    HemoSlice value = hemo_slice_strip(hemo_slice_from(attribute, equals + 1));

    if (equals == attribute.size || name.size == 0)
        return FALSE;
    if (hemo_slice_at(name, 0) == '_')
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(attributes); i++) {
        if (hemo_slice_equal_nocase(name, attributes[i].name))
            return attributes[i].take(autocrypt, value);
    }
    return FALSE;
}

/* A ";" at the very end has nothing behind it. */
static gboolean
take_all(HemoAutocrypt *autocrypt, HemoSlice rest)
{
    while (rest.size > 0) {
        gsize end = hemo_slice_find(rest, ';');

        if (!take_attribute(autocrypt, hemo_slice_sub(rest, 0, end)))
            return FALSE;
        rest = hemo_slice_strip(hemo_slice_from(rest, end + 1));
    }
    return autocrypt->address != NULL && autocrypt->key != NULL;
}

HemoAutocrypt *
hemo_autocrypt_parse(HemoSlice body, GError **error)
{
    g_autoptr(HemoAutocrypt) autocrypt = g_new0(HemoAutocrypt, 1);

    if (body.size > MAX_BODY) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the key in the mail is too large"));
        return NULL;
    }
    if (!take_all(autocrypt, hemo_slice_strip(body))) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the key in the mail cannot be read"));
        return NULL;
    }
    return g_steal_pointer(&autocrypt);
}
