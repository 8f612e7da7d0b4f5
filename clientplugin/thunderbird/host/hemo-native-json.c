/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-json.h.  First a check of the whole grammar that remembers nothing, then
 * quick steps over text that is known to be good.
 */
#include "hemo-native-json.h"

#include <string.h>

#define REPLACEMENT 0xfffd

typedef struct {
    HemoSlice text;
    gsize at;
    guint depth;
} Cursor;

static gboolean check_value(Cursor *cursor);

static int
peek(const Cursor *cursor)
{
    return hemo_slice_at(cursor->text, cursor->at);
}

static gboolean
is_blank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void
skip_blanks(Cursor *cursor)
{
    while (is_blank(peek(cursor)))
        cursor->at++;
}

static gboolean
take(Cursor *cursor, char byte)
{
    if (peek(cursor) != byte)
        return FALSE;
    cursor->at++;
    return TRUE;
}

static gboolean
take_word(Cursor *cursor, const char *word)
{
    HemoSlice next = hemo_slice_sub(cursor->text, cursor->at, strlen(word));

    if (!hemo_slice_equal(next, hemo_slice_text(word)))
        return FALSE;
    cursor->at += next.size;
    return TRUE;
}

/* Four hex digits at @offset, or -1. */
static int
read_hex(HemoSlice text, gsize offset)
{
    int number = 0;

    for (gsize i = 0; i < 4; i++) {
        int byte = hemo_slice_at(text, offset + i);

        if (byte < 0 || !g_ascii_isxdigit(byte))
            return -1;
        number = number * 16 + g_ascii_xdigit_value((char)byte);
    }
    return number;
}

/* Behind the backslash. */
static gboolean
check_escape(Cursor *cursor)
{
    int byte = peek(cursor);

    if (byte <= 0 || strchr("\"\\/bfnrtu", byte) == NULL)
        return FALSE;
    cursor->at++;
    if (byte != 'u')
        return TRUE;
    if (read_hex(cursor->text, cursor->at) <= 0)
        return FALSE;
    cursor->at += 4;
    return TRUE;
}

static gboolean
check_string(Cursor *cursor)
{
    if (!take(cursor, '"'))
        return FALSE;
    for (;;) {
        int byte = peek(cursor);

        if (byte < 0x20)
            return FALSE;
        cursor->at++;
        if (byte == '"')
            return TRUE;
        if (byte == '\\' && !check_escape(cursor))
            return FALSE;
    }
}

static gboolean
take_digits(Cursor *cursor)
{
    gsize start = cursor->at;

    while (peek(cursor) >= 0 && g_ascii_isdigit(peek(cursor)))
        cursor->at++;
    return cursor->at > start;
}

static gboolean
check_number(Cursor *cursor)
{
    take(cursor, '-');
    if (!take(cursor, '0') && !take_digits(cursor))
        return FALSE;
    if (take(cursor, '.') && !take_digits(cursor))
        return FALSE;
    if (!take(cursor, 'e') && !take(cursor, 'E'))
        return TRUE;
    if (!take(cursor, '+'))
        take(cursor, '-');
    return take_digits(cursor);
}

static gboolean
check_member(Cursor *cursor)
{
    skip_blanks(cursor);
    if (!check_string(cursor))
        return FALSE;
    skip_blanks(cursor);
    return take(cursor, ':') && check_value(cursor);
}

static gboolean
check_container(Cursor *cursor, char end, gboolean (*check)(Cursor *))
{
    cursor->at++;
    if (++cursor->depth > HEMO_NATIVE_JSON_DEPTH)
        return FALSE;
    skip_blanks(cursor);
    if (!take(cursor, end)) {
        do {
            if (!check(cursor))
                return FALSE;
        } while (take(cursor, ','));
        if (!take(cursor, end))
            return FALSE;
    }
    cursor->depth--;
    return TRUE;
}

static gboolean
check_bare(Cursor *cursor)
{
    switch (peek(cursor)) {
    case '"':
        return check_string(cursor);
    case '[':
        return check_container(cursor, ']', check_value);
    case '{':
        return check_container(cursor, '}', check_member);
    case 't':
        return take_word(cursor, "true");
    case 'f':
        return take_word(cursor, "false");
    case 'n':
        return take_word(cursor, "null");
    default:
        return check_number(cursor);
    }
}

/* With the blanks around it. */
static gboolean
check_value(Cursor *cursor)
{
    skip_blanks(cursor);
    if (!check_bare(cursor))
        return FALSE;
    skip_blanks(cursor);
    return TRUE;
}

gboolean
hemo_native_json_check(HemoSlice text)
{
    Cursor cursor = {.text = text};

    return text.size > 0 && g_utf8_validate_len((const char *)text.data, text.size, NULL) &&
           check_value(&cursor) && cursor.at == text.size;
}

HemoNativeJson
hemo_native_json_kind(HemoSlice value)
{
    switch (hemo_slice_at(value, 0)) {
    case -1:
        return HEMO_NATIVE_JSON_NONE;
    case '"':
        return HEMO_NATIVE_JSON_STRING;
    case '[':
        return HEMO_NATIVE_JSON_ARRAY;
    case '{':
        return HEMO_NATIVE_JSON_OBJECT;
    case 't':
    case 'f':
        return HEMO_NATIVE_JSON_BOOLEAN;
    case 'n':
        return HEMO_NATIVE_JSON_NULL;
    default:
        return HEMO_NATIVE_JSON_NUMBER;
    }
}

/* The size of the string at the start of @text, with its quotes. */
static gsize
measure_string(HemoSlice text)
{
    gsize at = 1;

    while (at < text.size && text.data[at] != '"')
        at += text.data[at] == '\\' ? 2 : 1;
    return MIN(at + 1, text.size);
}

static gboolean
is_end(int byte)
{
    return byte < 0 || byte == ',' || byte == ']' || byte == '}' || is_blank(byte);
}

/* The size of the value at the start of @text. */
static gsize
measure_value(HemoSlice text)
{
    gsize at = 0;
    guint depth = 0;

    do {
        int byte = hemo_slice_at(text, at);

        if (byte == '"')
            at += measure_string(hemo_slice_from(text, at));
        else if (byte == '[' || byte == '{' || byte == ']' || byte == '}') {
            at++;
            depth += byte == '[' || byte == '{' ? 1 : -1;
        } else if (depth == 0) {
            while (!is_end(hemo_slice_at(text, at)))
                at++;
        } else
            at++;
    } while (depth > 0 && at < text.size);
    return MIN(at, text.size);
}

/* Blanks and the comma or colon before the next thing. */
static void
skip_between(HemoSlice *rest)
{
    int byte = hemo_slice_at(*rest, 0);

    while (is_blank(byte) || byte == ',' || byte == ':') {
        *rest = hemo_slice_from(*rest, 1);
        byte = hemo_slice_at(*rest, 0);
    }
}

HemoSlice
hemo_native_json_inside(HemoSlice container)
{
    return container.size < 2 ? HEMO_SLICE_EMPTY
                              : hemo_slice_sub(container, 1, container.size - 2);
}

gboolean
hemo_native_json_next(HemoSlice *rest, HemoSlice *ret_value)
{
    gsize size;

    skip_between(rest);
    size = rest->size > 0 ? measure_value(*rest) : 0;
    if (size == 0)
        return FALSE;
    *ret_value = hemo_slice_sub(*rest, 0, size);
    *rest = hemo_slice_from(*rest, size);
    return TRUE;
}

gboolean
hemo_native_json_next_member(HemoSlice *rest, HemoSlice *ret_name, HemoSlice *ret_value)
{
    return hemo_native_json_next(rest, ret_name) && hemo_native_json_next(rest, ret_value);
}

HemoSlice
hemo_native_json_member(HemoSlice object, const char *name)
{
    HemoSlice wanted = hemo_slice_text(name);
    HemoSlice rest = hemo_native_json_inside(object);
    HemoSlice found;
    HemoSlice value;

    if (hemo_native_json_kind(object) != HEMO_NATIVE_JSON_OBJECT)
        return HEMO_SLICE_EMPTY;
    while (hemo_native_json_next_member(&rest, &found, &value)) {
        if (hemo_slice_equal(hemo_native_json_inside(found), wanted))
            return value;
    }
    return HEMO_SLICE_EMPTY;
}

static void
append_letter(HemoBuffer *text, gunichar letter)
{
    char room[6];
    int size = g_unichar_to_utf8(letter, room);

    hemo_buffer_append(text, hemo_slice(room, (gsize)size));
}

static gboolean
is_low_half(int code)
{
    return code >= 0xdc00 && code <= 0xdfff;
}

/* The \uXXXX at @offset, perhaps two of them; returns their size. */
static gsize
append_code(HemoBuffer *text, HemoSlice from, gsize offset)
{
    int code = read_hex(from, offset + 2);
    int low = -1;

    if (code < 0xd800 || code > 0xdfff) {
        append_letter(text, (gunichar)code);
        return 6;
    }
    if (code < 0xdc00 && hemo_slice_at(from, offset + 6) == '\\' &&
        hemo_slice_at(from, offset + 7) == 'u')
        low = read_hex(from, offset + 8);
    if (!is_low_half(low)) {
        append_letter(text, REPLACEMENT);
        return 6;
    }
    append_letter(text, (gunichar)(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
    return 12;
}

/* The escape at @offset; returns its size. */
static gsize
append_escape(HemoBuffer *text, HemoSlice from, gsize offset)
{
    static const char plain[0x80] = {
        ['b'] = '\b',
        ['f'] = '\f',
        ['n'] = '\n',
        ['r'] = '\r',
        ['t'] = '\t',
    };
    int byte = hemo_slice_at(from, offset + 1);

    if (byte == 'u')
        return append_code(text, from, offset);
    hemo_buffer_append_byte(text,
                            (guint8)(plain[byte & 0x7f] != 0 ? plain[byte & 0x7f] : byte));
    return 2;
}

HemoSecret *
hemo_native_json_text(HemoSlice value)
{
    HemoSlice from = hemo_native_json_inside(value);
    HemoBuffer *text;

    if (hemo_native_json_kind(value) != HEMO_NATIVE_JSON_STRING)
        return NULL;
    text = hemo_buffer_new();
    while (from.size > 0) {
        gsize size = hemo_slice_find(from, '\\');

        hemo_buffer_append(text, hemo_slice_sub(from, 0, size));
        from = hemo_slice_from(from, size);
        if (from.size > 0)
            from = hemo_slice_from(from, append_escape(text, from, 0));
    }
    return hemo_buffer_finish(text);
}

gboolean
hemo_native_json_number(HemoSlice value, guint64 max, guint64 *ret_number)
{
    char room[24] = "";

    if (hemo_native_json_kind(value) != HEMO_NATIVE_JSON_NUMBER || value.size >= sizeof room)
        return FALSE;
    memcpy(room, value.data, value.size);
    return g_ascii_string_to_unsigned(room, 10, 0, max, ret_number, NULL);
}

gboolean
hemo_native_json_is_true(HemoSlice value)
{
    return hemo_slice_equal(value, hemo_slice_text("true"));
}
