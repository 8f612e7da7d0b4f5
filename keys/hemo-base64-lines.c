/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-base64-lines.h.  Twelve bits are looked up at a time: large mails are written by
 * this, and OpenSSL's own is several times slower.
 */
#include "hemo-base64-lines.h"

#include <string.h>

#define LINE_BYTES 57 /* 76 characters */
#define LINE_CHARS 76
#define LINE_SIZE  (LINE_CHARS + 2)
#define N_PAIRS    4096

struct _HemoBase64Lines {
    char pairs[N_PAIRS][2];
    guint8 rest[LINE_BYTES];
    gsize n_rest;
};

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

HemoBase64Lines *
hemo_base64_lines_new(void)
{
    HemoBase64Lines *lines = g_new0(HemoBase64Lines, 1);

    for (gsize i = 0; i < N_PAIRS; i++) {
        lines->pairs[i][0] = letters[i >> 6];
        lines->pairs[i][1] = letters[i & 63];
    }
    return lines;
}

void
hemo_base64_lines_free(HemoBase64Lines *lines)
{
    g_free(lines);
}

gsize
hemo_base64_lines_room(gsize size)
{
    return (size / LINE_BYTES + 1) * LINE_SIZE;
}

static char *
write_three(const HemoBase64Lines *lines, const guint8 *in, char *out)
{
    guint bits = (guint)in[0] << 16 | (guint)in[1] << 8 | in[2];

    memcpy(out, lines->pairs[bits >> 12], 2);
    memcpy(out + 2, lines->pairs[bits & (N_PAIRS - 1)], 2);
    return out + 4;
}

static char *
end_line(char *out)
{
    *out++ = '\r';
    *out++ = '\n';
    return out;
}

static char *
write_line(const HemoBase64Lines *lines, const guint8 *in, char *out)
{
    for (gsize i = 0; i < LINE_BYTES; i += 3)
        out = write_three(lines, in + i, out);
    return end_line(out);
}

/* Fills up the line that was begun.  What is left of @bytes. */
static HemoSlice
fill_rest(HemoBase64Lines *lines, HemoSlice bytes)
{
    HemoSlice taken = hemo_slice_sub(bytes, 0, LINE_BYTES - lines->n_rest);

    if (taken.size > 0)
        memcpy(lines->rest + lines->n_rest, taken.data, taken.size);
    lines->n_rest += taken.size;
    return hemo_slice_from(bytes, taken.size);
}

gsize
hemo_base64_lines_add(HemoBase64Lines *lines, HemoSlice bytes, char *output)
{
    char *out = output;

    if (lines->n_rest > 0) {
        bytes = fill_rest(lines, bytes);
        if (lines->n_rest < LINE_BYTES)
            return 0;
        out = write_line(lines, lines->rest, out);
        lines->n_rest = 0;
    }
    for (; bytes.size >= LINE_BYTES; bytes = hemo_slice_from(bytes, LINE_BYTES))
        out = write_line(lines, bytes.data, out);
    fill_rest(lines, bytes);
    return (gsize)(out - output);
}

gsize
hemo_base64_lines_finish(HemoBase64Lines *lines, char *output)
{
    gsize size = lines->n_rest;
    char *out = output;

    lines->n_rest = 0;
    if (size == 0)
        return 0;
    for (gsize i = size; i < LINE_BYTES; i++)
        lines->rest[i] = 0;
    for (gsize i = 0; i < size; i += 3)
        out = write_three(lines, lines->rest + i, out);
    if (size % 3 != 0)
        out[-1] = '=';
    if (size % 3 == 1)
        out[-2] = '=';
    return (gsize)(end_line(out) - output);
}

char *
hemo_base64_lines_text(HemoSlice bytes)
{
    g_autoptr(HemoBase64Lines) lines = hemo_base64_lines_new();
    char *text = g_malloc(hemo_base64_lines_room(bytes.size) + LINE_SIZE + 1);
    gsize size = hemo_base64_lines_add(lines, bytes, text);

    size += hemo_base64_lines_finish(lines, text + size);
    text[size] = '\0';
    return text;
}
