/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-prefs.h.  One walk over the bytes; each step takes what it understands off
 * the rest, and says FALSE if that is not there.
 */
#include "hemo-mozilla-prefs.h"

#include <string.h>

#define MAX_DIGITS 10

struct _HemoMozillaPrefs {
    GHashTable *values; /* name to Value */
};

typedef struct {
    HemoMozillaPref kind;
    char *text;
    gint64 number;
} Value;

static const char *const verbs[] = {"user_pref", "pref", "sticky_pref"};

static void
value_free(gpointer data)
{
    Value *value = data;

    g_free(value->text);
    g_free(value);
}

static gboolean
has_prefix(HemoSlice rest, const char *prefix)
{
    return hemo_slice_equal(hemo_slice_sub(rest, 0, strlen(prefix)), hemo_slice_text(prefix));
}

/* Past @end, or to the end of all. */
static void
skip_past(HemoSlice *rest, const char *end)
{
    gsize at = hemo_slice_find_text(*rest, end);

    *rest = hemo_slice_from(*rest, at < rest->size ? at + strlen(end) : rest->size);
}

static void
skip_blank(HemoSlice *rest)
{
    while (rest->size > 0) {
        int byte = hemo_slice_at(*rest, 0);

        if (byte == '#' || has_prefix(*rest, "//"))
            skip_past(rest, "\n");
        else if (has_prefix(*rest, "/*"))
            skip_past(rest, "*/");
        else if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
            *rest = hemo_slice_from(*rest, 1);
        else
            return;
    }
}

/* @text, and the blanks behind it. */
static gboolean
take(HemoSlice *rest, const char *text)
{
    if (!has_prefix(*rest, text))
        return FALSE;
    *rest = hemo_slice_from(*rest, strlen(text));
    skip_blank(rest);
    return TRUE;
}

static gboolean
take_hex(HemoSlice *rest, guint digits, gunichar *ret_value)
{
    gunichar value = 0;

    for (guint i = 0; i < digits; i++) {
        int digit = g_ascii_xdigit_value((char)MAX(hemo_slice_at(*rest, i), 0));

        if (digit < 0)
            return FALSE;
        value = value * 16 + (gunichar)digit;
    }
    *rest = hemo_slice_from(*rest, digits);
    *ret_value = value;
    return TRUE;
}

static gboolean
is_high(gunichar unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static gboolean
is_low(gunichar unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/* "\uXXXX" is half of a pair beyond the basic plane. */
static gboolean
take_unicode(HemoSlice *rest, gunichar *ret_value)
{
    gunichar high;
    gunichar low;

    if (!take_hex(rest, 4, &high))
        return FALSE;
    *ret_value = high;
    if (!is_high(high))
        return !is_low(high);
    if (!has_prefix(*rest, "\\u"))
        return FALSE;
    *rest = hemo_slice_from(*rest, 2);
    if (!take_hex(rest, 4, &low) || !is_low(low))
        return FALSE;
    *ret_value = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    return TRUE;
}

/* What stands behind a backslash. */
static gboolean
take_escape(HemoSlice *rest, GString *text)
{
    static const char letters[] = "\"'\\nr";
    static const char meant[] = "\"'\\\n\r";
    int byte = hemo_slice_at(*rest, 0);
    const char *letter = byte > 0 ? strchr(letters, byte) : NULL;
    gunichar value = 0;

    *rest = hemo_slice_from(*rest, 1);
    if (letter != NULL) {
        g_string_append_c(text, meant[letter - letters]);
        return TRUE;
    }
    if (!(byte == 'x' && take_hex(rest, 2, &value)) &&
        !(byte == 'u' && take_unicode(rest, &value)))
        return FALSE;
    if (value == 0)
        return FALSE;
    g_string_append_unichar(text, value);
    return TRUE;
}

/* A literal in either kind of quotes, and the blanks behind it; else NULL. */
static char *
take_string(HemoSlice *rest)
{
    g_autoptr(GString) text = g_string_new(NULL);
    int quote = hemo_slice_at(*rest, 0);

    if (quote != '"' && quote != '\'')
        return NULL;
    *rest = hemo_slice_from(*rest, 1);
    while (rest->size > 0) {
        int byte = hemo_slice_at(*rest, 0);

        *rest = hemo_slice_from(*rest, 1);
        if (byte == quote) {
            skip_blank(rest);
            return g_utf8_make_valid(text->str, (gssize)text->len);
        }
        if (byte == 0 || (byte == '\\' && !take_escape(rest, text)))
            return NULL;
        if (byte != '\\')
            g_string_append_c(text, (char)byte);
    }
    return NULL;
}

static gboolean
take_number(HemoSlice *rest, gint64 *ret_number)
{
    int sign = hemo_slice_at(*rest, 0);
    HemoSlice digits = hemo_slice_from(*rest, sign == '-' || sign == '+' ? 1 : 0);
    gint64 number = 0;
    guint n = 0;

    while (n <= MAX_DIGITS && g_ascii_isdigit((char)MAX(hemo_slice_at(digits, n), 0)))
        number = number * 10 + (hemo_slice_at(digits, n++) - '0');
    if (sign == '-')
        number = -number;
    if (n == 0 || n > MAX_DIGITS || number < G_MININT32 || number > G_MAXINT32)
        return FALSE;
    *rest = hemo_slice_from(digits, n);
    skip_blank(rest);
    *ret_number = number;
    return TRUE;
}

static gboolean
take_value(HemoSlice *rest, Value *value)
{
    value->text = take_string(rest);
    if (value->text != NULL) {
        value->kind = HEMO_MOZILLA_PREF_STRING;
    } else if (take_number(rest, &value->number)) {
        value->kind = HEMO_MOZILLA_PREF_INT;
    } else {
        value->kind = HEMO_MOZILLA_PREF_BOOL;
        value->number = has_prefix(*rest, "true");
        return take(rest, "true") || take(rest, "false");
    }
    return TRUE;
}

/* ", sticky" and ", locked", which stand in files of an administrator. */
static void
take_attributes(HemoSlice *rest)
{
    while (take(rest, ",")) {
        if (!take(rest, "sticky") && !take(rest, "locked"))
            return;
    }
}

static gboolean
take_verb(HemoSlice *rest)
{
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (take(rest, verbs[i]))
            return TRUE;
    }
    return FALSE;
}

/* One statement without its semicolon; FALSE leaves @rest where it could not be read. */
static gboolean
take_statement(HemoMozillaPrefs *prefs, HemoSlice *rest)
{
    g_autofree char *name = NULL;
    Value *value;

    if (!take_verb(rest) || !take(rest, "("))
        return FALSE;
    name = take_string(rest);
    if (name == NULL || !take(rest, ","))
        return FALSE;
    value = g_new0(Value, 1);
    if (take_value(rest, value)) {
        take_attributes(rest);
        if (take(rest, ")") && has_prefix(*rest, ";")) {
            g_hash_table_replace(prefs->values, g_steal_pointer(&name), value);
            return TRUE;
        }
    }
    value_free(value);
    return FALSE;
}

static void
read_file(HemoMozillaPrefs *prefs, HemoSlice rest)
{
    skip_blank(&rest);
    while (rest.size > 0) {
        take_statement(prefs, &rest);
        skip_past(&rest, ";");
        skip_blank(&rest);
    }
}

HemoMozillaPrefs *
hemo_mozilla_prefs_parse(HemoSlice prefs_js, HemoSlice user_js)
{
    HemoMozillaPrefs *prefs = g_new0(HemoMozillaPrefs, 1);

    prefs->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, value_free);
    read_file(prefs, prefs_js);
    read_file(prefs, user_js);
    return prefs;
}

void
hemo_mozilla_prefs_free(HemoMozillaPrefs *prefs)
{
    if (prefs == NULL)
        return;
    g_hash_table_unref(prefs->values);
    g_free(prefs);
}

static const Value *
find(const HemoMozillaPrefs *prefs, const char *name, HemoMozillaPref kind)
{
    const Value *value = g_hash_table_lookup(prefs->values, name);

    return value != NULL && value->kind == kind ? value : NULL;
}

HemoMozillaPref
hemo_mozilla_prefs_kind(const HemoMozillaPrefs *prefs, const char *name)
{
    const Value *value = g_hash_table_lookup(prefs->values, name);

    return value != NULL ? value->kind : HEMO_MOZILLA_PREF_NONE;
}

const char *
hemo_mozilla_prefs_string(const HemoMozillaPrefs *prefs, const char *name)
{
    const Value *value = find(prefs, name, HEMO_MOZILLA_PREF_STRING);

    return value != NULL ? value->text : NULL;
}

gint64
hemo_mozilla_prefs_int(const HemoMozillaPrefs *prefs, const char *name, gint64 otherwise)
{
    const Value *value = find(prefs, name, HEMO_MOZILLA_PREF_INT);

    return value != NULL ? value->number : otherwise;
}

gboolean
hemo_mozilla_prefs_bool(const HemoMozillaPrefs *prefs, const char *name, gboolean otherwise)
{
    const Value *value = find(prefs, name, HEMO_MOZILLA_PREF_BOOL);

    return value != NULL ? value->number != 0 : otherwise;
}

char *
hemo_mozilla_prefs_quote(const char *text)
{
    GString *literal = g_string_new("\"");

    for (; *text != '\0'; text++) {
        if (*text == '\n')
            g_string_append(literal, "\\n");
        else if (*text == '\r')
            g_string_append(literal, "\\r");
        else if (*text == '"' || *text == '\\')
            g_string_append_printf(literal, "\\%c", *text);
        else
            g_string_append_c(literal, *text);
    }
    g_string_append_c(literal, '"');
    return g_string_free(literal, FALSE);
}

char *
hemo_mozilla_prefs_literal(const HemoMozillaPrefs *prefs, const char *name)
{
    const Value *value = g_hash_table_lookup(prefs->values, name);

    if (value == NULL)
        return NULL;
    if (value->kind == HEMO_MOZILLA_PREF_STRING)
        return hemo_mozilla_prefs_quote(value->text);
    if (value->kind == HEMO_MOZILLA_PREF_INT)
        return g_strdup_printf("%" G_GINT64_FORMAT, value->number);
    return g_strdup(value->number != 0 ? "true" : "false");
}

static int
compare(gconstpointer left, gconstpointer right)
{
    return g_strcmp0(*(char *const *)left, *(char *const *)right);
}

GStrv
hemo_mozilla_prefs_names(const HemoMozillaPrefs *prefs, const char *prefix)
{
    GPtrArray *names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;

    g_hash_table_iter_init(&iter, prefs->values);
    while (g_hash_table_iter_next(&iter, &name, NULL)) {
        if (g_str_has_prefix(name, prefix))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, compare);
    g_ptr_array_add(names, NULL);
    return (GStrv)g_ptr_array_free(names, FALSE);
}
