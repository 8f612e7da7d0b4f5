/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-json-text.h.
 */
#include "hemo-json-text.h"

#include <math.h>

static void append_value(GString *text, GVariant *value);

/* What stands for @byte inside quotes; NULL if it may stand itself. */
static const char *
find_escape(guchar byte, char *room, gsize size)
{
    static const char *const escapes[0x80] = {
        ['"'] = "\\\"",
        ['\\'] = "\\\\",
        ['\n'] = "\\n",
        ['\r'] = "\\r",
        ['\t'] = "\\t",
    };

    if (byte >= 0x80)
        return NULL;
    if (escapes[byte] != NULL)
        return escapes[byte];
    if (byte >= 0x20 && byte != 0x7f)
        return NULL;
    g_snprintf(room, size, "\\u%04x", byte);
    return room;
}

static void
append_text(GString *text, const char *string)
{
    char room[8];
    const char *from = string;

    g_string_append_c(text, '"');
    for (; *string != '\0'; string++) {
        const char *escape = find_escape((guchar)*string, room, sizeof room);

        if (escape == NULL)
            continue;
        g_string_append_len(text, from, string - from);
        g_string_append(text, escape);
        from = string + 1;
    }
    g_string_append_len(text, from, string - from);
    g_string_append_c(text, '"');
}

static void
append_string(GString *text, GVariant *value)
{
    append_text(text, g_variant_get_string(value, NULL));
}

static void
append_boolean(GString *text, GVariant *value)
{
    g_string_append(text, g_variant_get_boolean(value) ? "true" : "false");
}

/* JSON has no word for what is not a number. */
static void
append_double(GString *text, GVariant *value)
{
    char room[G_ASCII_DTOSTR_BUF_SIZE];
    double number = g_variant_get_double(value);

    g_string_append(text,
                    isfinite(number) ? g_ascii_dtostr(room, sizeof room, number) : "null");
}

/* Whole numbers: GVariant's own text is JSON's. */
static void
append_number(GString *text, GVariant *value)
{
    g_variant_print_string(value, text, FALSE);
}

static void
append_byte(GString *text, GVariant *value)
{
    g_string_append_printf(text, "%u", g_variant_get_byte(value));
}

static void
append_maybe(GString *text, GVariant *value)
{
    g_autoptr(GVariant) inner = g_variant_get_maybe(value);

    if (inner != NULL)
        append_value(text, inner);
    else
        g_string_append(text, "null");
}

static void
append_variant(GString *text, GVariant *value)
{
    g_autoptr(GVariant) inner = g_variant_get_variant(value);

    append_value(text, inner);
}

static void
append_member(GString *text, GVariant *entry)
{
    g_autoptr(GVariant) key = g_variant_get_child_value(entry, 0);
    g_autoptr(GVariant) value = g_variant_get_child_value(entry, 1);

    append_value(text, key);
    g_string_append_c(text, ':');
    append_value(text, value);
}

static void
append_array(GString *text, GVariant *value)
{
    gboolean is_object = g_variant_is_of_type(value, G_VARIANT_TYPE("a{s*}"));
    gsize n = g_variant_n_children(value);

    g_string_append_c(text, is_object ? '{' : '[');
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(value, i);

        if (i > 0)
            g_string_append_c(text, ',');
        (is_object ? append_member : append_value)(text, child);
    }
    g_string_append_c(text, is_object ? '}' : ']');
}

static const struct {
    GVariantClass kind;
    void (*append)(GString *text, GVariant *value);
} writers[] = {
    {G_VARIANT_CLASS_STRING, append_string},
    {G_VARIANT_CLASS_VARIANT, append_variant},
    {G_VARIANT_CLASS_MAYBE, append_maybe},
    {G_VARIANT_CLASS_ARRAY, append_array},
    {G_VARIANT_CLASS_TUPLE, append_array},
    {G_VARIANT_CLASS_BOOLEAN, append_boolean},
    {G_VARIANT_CLASS_UINT32, append_number},
    {G_VARIANT_CLASS_INT32, append_number},
    {G_VARIANT_CLASS_UINT64, append_number},
    {G_VARIANT_CLASS_INT64, append_number},
    {G_VARIANT_CLASS_UINT16, append_number},
    {G_VARIANT_CLASS_INT16, append_number},
    {G_VARIANT_CLASS_BYTE, append_byte},
    {G_VARIANT_CLASS_DOUBLE, append_double},
};

/* Kinds that no object of ours has (handles, paths) are null. */
static void
append_value(GString *text, GVariant *value)
{
    GVariantClass kind = g_variant_classify(value);

    for (gsize i = 0; i < G_N_ELEMENTS(writers); i++) {
        if (writers[i].kind == kind) {
            writers[i].append(text, value);
            return;
        }
    }
    g_string_append(text, "null");
}

void
hemo_json_text_append(GString *text, GVariant *value)
{
    append_value(text, value);
}
