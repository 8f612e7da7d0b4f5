/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-part-text.h.
 */
#include "hemo-part-text.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>

#define PIECE       4096
#define REPLACEMENT "\357\277\275"

typedef struct {
    const char *mark;
    gsize size;
    const char *charset;
} ByteMark;

static const ByteMark byte_marks[] = {
    {"\357\273\277", 3, "utf-8"},
    {"\377\376", 2, "utf-16le"},
    {"\376\377", 2, "utf-16be"},
};

/* Names that mail programs write and iconv does not know. */
static const struct {
    const char *name;
    const char *iconv_name;
} aliases[] = {
    {"unicode-1-1-utf-7", "UTF-7"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"x-mac-roman", "MACINTOSH"},
    {"x-sjis", "SHIFT_JIS"},
};

static const char *const utf8_names[] = {"utf-8", "utf8", "us-ascii", "ascii", NULL};

/* NULs are no text, but do not keep the rest from being text. */
static gboolean
is_utf8(HemoSlice bytes)
{
    while (bytes.size > 0) {
        gsize end = hemo_slice_find(bytes, '\0');

        if (!g_utf8_validate((const char *)bytes.data, (gssize)end, NULL))
            return FALSE;
        bytes = hemo_slice_from(bytes, end + 1);
    }
    return TRUE;
}

/* Only plain names: iconv takes options after the name, which could hide bytes. */
static gboolean
is_plain_name(const char *charset)
{
    gsize size = strlen(charset);

    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isalnum(charset[i]) && strchr("-_.:+", charset[i]) == NULL)
            return FALSE;
    return size > 0 && size < 40;
}

/* Writes a piece of @rest as UTF-8, or a mark for one byte that does not belong. */
static gboolean
convert_step(GIConv converter, HemoSlice *rest, HemoBuffer *buffer)
{
    char piece[PIECE];
    char *in = (char *)rest->data;
    gsize in_left = rest->size;
    char *out = piece;
    gsize out_left = sizeof piece;
    gsize result = g_iconv(converter, &in, &in_left, &out, &out_left);
    int code = result == (gsize)-1 ? errno : 0;
    gboolean is_bad = code != 0 && code != E2BIG;

    hemo_buffer_append(buffer, hemo_slice(piece, sizeof piece - out_left));
    hemo_erase(piece, sizeof piece - out_left);
    *rest = hemo_slice_from(*rest, rest->size - in_left + (is_bad ? 1 : 0));
    if (is_bad)
        hemo_buffer_append_text(buffer, REPLACEMENT);
    return !is_bad;
}

static void
convert_end(GIConv converter, HemoBuffer *buffer)
{
    char piece[64];
    char *out = piece;
    gsize out_left = sizeof piece;

    if (g_iconv(converter, NULL, NULL, &out, &out_left) != (gsize)-1)
        hemo_buffer_append(buffer, hemo_slice(piece, sizeof piece - out_left));
}

/* FALSE if the set is unknown (then nothing is written) or bytes did not belong to it. */
static gboolean
convert(HemoSlice bytes, const char *charset, HemoBuffer *buffer)
{
    GIConv converter = g_iconv_open("UTF-8", charset);
    gboolean is_exact = TRUE;

    if (converter == (GIConv)-1)
        return FALSE;
    while (bytes.size > 0)
        is_exact = convert_step(converter, &bytes, buffer) && is_exact;
    convert_end(converter, buffer);
    g_iconv_close(converter);
    return is_exact;
}

static const ByteMark *
find_byte_mark(HemoSlice bytes)
{
    for (guint i = 0; i < G_N_ELEMENTS(byte_marks); i++)
        if (hemo_slice_equal(hemo_slice_sub(bytes, 0, byte_marks[i].size),
                             hemo_slice(byte_marks[i].mark, byte_marks[i].size)))
            return &byte_marks[i];
    return NULL;
}

static gboolean
is_utf8_name(const char *charset)
{
    g_autofree char *lower = g_ascii_strdown(charset, -1);

    return g_strv_contains(utf8_names, lower);
}

static const char *
iconv_name(const char *charset)
{
    for (guint i = 0; i < G_N_ELEMENTS(aliases); i++)
        if (g_ascii_strcasecmp(aliases[i].name, charset) == 0)
            return aliases[i].iconv_name;
    return g_mime_charset_iconv_name(charset);
}

/* ASCII under the name of a set of two bytes a character: read by that set it makes other
 * letters, while whoever sees the bytes, or knows better, reads the words. */
static gboolean
is_mislabelled(HemoSlice bytes, const char *charset)
{
    if (g_ascii_strncasecmp(charset, "utf-16", 6) != 0 &&
        g_ascii_strncasecmp(charset, "utf16", 5) != 0 &&
        g_ascii_strncasecmp(charset, "ucs", 3) != 0 &&
        g_ascii_strncasecmp(charset, "iso-10646", 9) != 0 &&
        g_ascii_strncasecmp(charset, "unicode", 7) != 0)
        return FALSE;
    for (gsize i = 0; i < bytes.size; i++)
        if (bytes.data[i] == 0 || bytes.data[i] >= 0x80)
            return FALSE;
    return TRUE;
}

/* A named set. */
static gboolean
read_named(HemoSlice bytes, const char *charset, HemoBuffer *buffer)
{
    if (is_mislabelled(bytes, iconv_name(charset))) {
        hemo_buffer_append(buffer, bytes);
        return bytes.size == 0;
    }
    if (is_plain_name(charset) && convert(bytes, iconv_name(charset), buffer))
        return TRUE;
    if (hemo_buffer_slice(buffer).size == 0)
        convert(bytes, "WINDOWS-1252", buffer);
    return bytes.size == 0;
}

/* No set, or one that says no more than UTF-8 does. */
static gboolean
read_plain(HemoSlice bytes, gboolean is_named, HemoBuffer *buffer)
{
    if (!is_utf8(bytes))
        return convert(bytes, "WINDOWS-1252", buffer) && !is_named;
    hemo_buffer_append(buffer, bytes);
    return TRUE;
}

static gboolean
read_any(HemoSlice bytes, const char *charset, HemoBuffer *buffer)
{
    const ByteMark *mark = find_byte_mark(bytes);
    gboolean is_plain = charset == NULL || is_utf8_name(charset);

    if (mark != NULL && is_plain)
        return convert(hemo_slice_from(bytes, mark->size), mark->charset, buffer);
    if (is_plain)
        return read_plain(bytes,
                          charset != NULL && g_ascii_tolower(*charset) == 'u' &&
                              g_ascii_tolower(charset[1]) == 't',
                          buffer);
    return read_named(bytes, charset, buffer);
}

/* CRLF and a bare CR become LF, a NUL becomes a blank; FALSE if there was a NUL. */
static gboolean
write_lines(HemoSlice text, HemoBuffer *buffer)
{
    gboolean is_clean = TRUE;
    gsize start = 0;

    for (gsize i = 0; i < text.size; i++) {
        guint8 byte = text.data[i];

        if (byte != '\r' && byte != '\0')
            continue;
        hemo_buffer_append(buffer, hemo_slice_sub(text, start, i - start));
        start = i + 1;
        is_clean = is_clean && byte != '\0';
        if (byte == '\0')
            hemo_buffer_append_byte(buffer, ' ');
        else if (hemo_slice_at(text, i + 1) != '\n')
            hemo_buffer_append_byte(buffer, '\n');
    }
    hemo_buffer_append(buffer, hemo_slice_from(text, start));
    return is_clean;
}

HemoSecret *
hemo_part_text_decode(HemoSlice bytes, const char *charset, gboolean *ret_is_exact)
{
    g_autoptr(HemoBuffer) utf8 = hemo_buffer_new();
    HemoBuffer *text = hemo_buffer_new();
    gboolean is_exact = read_any(bytes, charset, utf8);

    *ret_is_exact = write_lines(hemo_buffer_slice(utf8), text) && is_exact;
    return hemo_buffer_finish(text);
}

static gboolean
is_odd_blank(gunichar character)
{
    return character == 0x00a0 || (character >= 0x2000 && character <= 0x200a) ||
           character == 0x202f || character == 0x205f || character == 0x3000;
}

static gboolean
is_unseen(gunichar character)
{
    return character == 0x00ad || character == 0x200b || character == 0x200c ||
           character == 0x200e || character == 0x200f || character == 0x2060 ||
           (character >= 0x202a && character <= 0x202e) ||
           (character >= 0x2066 && character <= 0x2069) || character == 0xfeff;
}

/* Writes the character at the start of @rest as it is seen; gives its bytes. */
static gsize
put_seen(HemoSlice rest, HemoBuffer *buffer)
{
    gunichar character = g_utf8_get_char_validated((const char *)rest.data, (gssize)rest.size);
    gboolean is_valid = character != (gunichar)-1 && character != (gunichar)-2;
    gsize size = is_valid ? (gsize)g_unichar_to_utf8(character, NULL) : 1;

    if (is_valid && is_odd_blank(character))
        hemo_buffer_append_byte(buffer, ' ');
    else if (!is_valid || !is_unseen(character))
        hemo_buffer_append(buffer, hemo_slice_sub(rest, 0, size));
    return size;
}

/* The bytes up to the first that might begin such a character. */
static gsize
plain_run(HemoSlice text)
{
    gsize size = 0;

    while (size < text.size && text.data[size] != 0xc2 && text.data[size] != 0xe2 &&
           text.data[size] != 0xe3 && text.data[size] != 0xef)
        size++;
    return size;
}

HemoSecret *
hemo_part_text_seen(HemoSecret *text)
{
    HemoSlice rest = hemo_secret_slice(text);
    gsize run = plain_run(rest);
    HemoBuffer *buffer = NULL;

    if (run == rest.size)
        return text;
    buffer = hemo_buffer_new();
    while (rest.size > 0) {
        hemo_buffer_append(buffer, hemo_slice_sub(rest, 0, run));
        rest = hemo_slice_from(rest, run);
        if (rest.size > 0)
            rest = hemo_slice_from(rest, put_seen(rest, buffer));
        run = plain_run(rest);
    }
    hemo_secret_unref(text);
    return hemo_buffer_finish(buffer);
}
