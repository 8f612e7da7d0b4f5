/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-keyring-text.h.  GKeyFile is not used: it leaves copies of the values in
 * memory that nobody wipes.
 */
#include "hemo-keyring-text.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>

#define HEAD       "[hemostat-keyring 1]"
#define HEAD_START "[hemostat-keyring "

static void
set_damaged(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_CONFIG, _("the keyring file is damaged"));
}

/* "smtp:HOST:PORT:USER" stays readable. */
static char *
escape_name(const char *name)
{
    return g_uri_escape_string(name, ":@/", FALSE);
}

static gboolean
check_head(HemoSlice *rest, GError **error)
{
    HemoSlice line = HEMO_SLICE_EMPTY;

    if (!hemo_slice_next_line(rest, &line) || hemo_slice_equal(line, hemo_slice_text(HEAD)))
        return TRUE;
    if (hemo_slice_has_prefix_nocase(line, HEAD_START))
        hemo_error_set(error,
                       HEMO_ERROR_VERSION,
                       _("the keyring file was written by a newer version"));
    else
        set_damaged(error);
    return FALSE;
}

static gboolean
is_base64(HemoSlice value)
{
    gsize end = value.size;

    while (end > 0 && value.size - end < 2 && value.data[end - 1] == '=')
        end--;
    for (gsize i = 0; i < end; i++)
        if (!g_ascii_isalnum(value.data[i]) && value.data[i] != '+' && value.data[i] != '/')
            return FALSE;
    return value.size % 4 == 0;
}

/* The next line that has a secret.  FALSE at the end, or when damaged: @error is set. */
static gboolean
next_entry(HemoSlice *rest, HemoSlice *ret_name, HemoSlice *ret_value, GError **error)
{
    HemoSlice line = HEMO_SLICE_EMPTY;

    while (hemo_slice_next_line(rest, &line)) {
        gsize split = hemo_slice_find(line, '=');

        if (line.size == 0 || line.data[0] == '#')
            continue;
        *ret_name = hemo_slice_sub(line, 0, split);
        *ret_value = hemo_slice_from(line, split + 1);
        if (split > 0 && split < line.size && is_base64(*ret_value))
            return TRUE;
        set_damaged(error);
        return FALSE;
    }
    return FALSE;
}

/* @value has passed is_base64(). */
static HemoSecret *
decode(HemoSlice value)
{
    g_autoptr(HemoSecret) room = hemo_secret_new(value.size / 4 * 3);
    gsize size = hemo_secret_size(room);

    if (value.size == 0)
        return g_steal_pointer(&room);
    EVP_DecodeBlock(hemo_secret_data(room), value.data, (int)value.size);
    for (gsize i = 1; i <= 2 && value.data[value.size - i] == '='; i++)
        size--;
    return hemo_secret_new_copy(hemo_slice_sub(hemo_secret_slice(room), 0, size));
}

static void
append_entry(HemoBuffer *text, const char *name, const HemoSecret *secret)
{
    HemoSlice plain = hemo_secret_slice(secret);
    g_autoptr(HemoSecret) encoded = hemo_secret_new((plain.size + 2) / 3 * 4);

    if (plain.size > 0)
        EVP_EncodeBlock(hemo_secret_data(encoded), plain.data, (int)plain.size);
    hemo_buffer_append_text(text, name);
    hemo_buffer_append_byte(text, '=');
    hemo_buffer_append(text, hemo_secret_slice(encoded));
    hemo_buffer_append_byte(text, '\n');
}

HemoSecret *
hemo_keyring_text_find(HemoSlice text, const char *name, GError **error)
{
    g_autofree char *escaped = escape_name(name);
    g_autoptr(HemoSecret) found = NULL;
    g_autoptr(GError) damage = NULL;
    HemoSlice entry = HEMO_SLICE_EMPTY;
    HemoSlice value = HEMO_SLICE_EMPTY;

    if (!check_head(&text, error))
        return NULL;
    while (next_entry(&text, &entry, &value, &damage)) {
        if (!hemo_slice_equal(entry, hemo_slice_text(escaped)))
            continue;
        if (found != NULL) {
            set_damaged(error);
            return NULL;
        }
        found = decode(value);
    }
    if (damage != NULL)
        g_propagate_error(error, g_steal_pointer(&damage));
    else if (found == NULL)
        hemo_error_set(error, HEMO_ERROR_NOT_FOUND, _("this secret is not stored"));
    else
        return g_steal_pointer(&found);
    return NULL;
}

/* Everything of @text after its first line, except the lines of @name. */
static void
copy_others(HemoBuffer *text, HemoSlice rest, const char *name)
{
    g_autofree char *prefix = g_strconcat(name, "=", NULL);
    HemoSlice line = HEMO_SLICE_EMPTY;
    HemoSlice wanted = hemo_slice_text(prefix);

    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_equal(hemo_slice_sub(line, 0, wanted.size), wanted))
            continue;
        hemo_buffer_append(text, line);
        hemo_buffer_append_byte(text, '\n');
    }
}

HemoSecret *
hemo_keyring_text_replace(HemoSlice text,
                          const char *name,
                          const HemoSecret *secret,
                          GError **error)
{
    g_autofree char *escaped = escape_name(name);
    g_autoptr(GError) damage = NULL;
    g_autoptr(HemoSecret) before = hemo_keyring_text_find(text, name, &damage);
    HemoBuffer *after = NULL;

    if (before == NULL && !hemo_error_is(damage, HEMO_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&damage));
        return NULL;
    }
    after = hemo_buffer_new();
    hemo_buffer_append_text(after, HEAD "\n");
    copy_others(after, hemo_slice_from(text, hemo_slice_find(text, '\n') + 1), escaped);
    if (secret != NULL)
        append_entry(after, escaped, secret);
    return hemo_buffer_finish(after);
}
