/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smtp-reply.h.
 */
#include "hemo-smtp-reply.h"

#include "hemo-limits.h"

/* Code and separator: "250-". */
#define PREFIX_SIZE 4

/* Cisco's inspection writes XXXXXXXA over STARTTLS; no real extension begins so. */
#define MASK "XXXX"

static gboolean
is_prefix_byte(int byte, gsize offset)
{
    if (offset == 0)
        return byte >= '2' && byte <= '5';
    if (offset < PREFIX_SIZE - 1)
        return byte >= '0' && byte <= '9';
    return byte == ' ' || byte == '-';
}

static gboolean
is_text_byte(int byte)
{
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

/* @line is without CRLF, and may be only the beginning of one. */
static gboolean
is_line_start(HemoSlice line)
{
    for (gsize i = 0; i < line.size; i++) {
        int byte = line.data[i];

        if (i < PREFIX_SIZE ? !is_prefix_byte(byte, i) : !is_text_byte(byte))
            return FALSE;
    }
    return TRUE;
}

static guint
read_code(HemoSlice line)
{
    guint code = 0;

    for (gsize i = 0; i < PREFIX_SIZE - 1; i++)
        code = code * 10 + (guint)(line.data[i] - '0');
    return code;
}

/* The next line that is complete, by its CRLF; FALSE if there is none yet. */
static gboolean
take_line(HemoSlice *rest, HemoSlice *ret_line)
{
    gsize end = hemo_slice_find_text(*rest, "\r\n");

    *ret_line = hemo_slice_sub(*rest, 0, end);
    if (end == rest->size)
        return FALSE;
    *rest = hemo_slice_from(*rest, end + 2);
    return TRUE;
}

static gboolean
is_incomplete(HemoSlice bytes, HemoSlice rest, guint lines)
{
    /* The CR of a CRLF of which the LF has not come yet. */
    if (rest.size > 0 && rest.data[rest.size - 1] == '\r')
        rest.size--;
    return is_line_start(rest) && lines < HEMO_LIMIT_SMTP_LINES &&
           bytes.size < HEMO_LIMIT_SMTP_REPLY;
}

HemoSmtpReplyState
hemo_smtp_reply_parse(HemoSlice bytes, HemoSmtpReply *ret_reply)
{
    HemoSlice rest = bytes;
    HemoSlice line;
    guint code = 0;
    guint lines = 0;

    while (take_line(&rest, &line)) {
        gsize size = bytes.size - rest.size;

        lines++;
        if (!is_line_start(line) || line.size < PREFIX_SIZE - 1 ||
            lines > HEMO_LIMIT_SMTP_LINES || size > HEMO_LIMIT_SMTP_REPLY)
            return HEMO_SMTP_REPLY_INVALID;
        if (lines > 1 && read_code(line) != code)
            return HEMO_SMTP_REPLY_INVALID;
        code = read_code(line);
        if (hemo_slice_at(line, PREFIX_SIZE - 1) != '-') {
            *ret_reply = (HemoSmtpReply){code, lines, hemo_slice_sub(bytes, 0, size)};
            return HEMO_SMTP_REPLY_DONE;
        }
    }
    return is_incomplete(bytes, rest, lines) ? HEMO_SMTP_REPLY_MORE : HEMO_SMTP_REPLY_INVALID;
}

/* Takes the next word off @line; FALSE at its end. */
static gboolean
next_word(HemoSlice *line, HemoSlice *ret_word)
{
    gsize end = 0;

    *line = hemo_slice_strip(*line);
    while (end < line->size && line->data[end] != ' ' && line->data[end] != '\t')
        end++;
    *ret_word = hemo_slice_sub(*line, 0, end);
    *line = hemo_slice_from(*line, end);
    return end > 0;
}

/* The next line's text, without code; FALSE at the end. */
static gboolean
next_text(HemoSlice *rest, HemoSlice *ret_text)
{
    if (!hemo_slice_next_line(rest, ret_text))
        return FALSE;
    *ret_text = hemo_slice_from(*ret_text, PREFIX_SIZE);
    return TRUE;
}

/* The extension line that begins with @keyword, without it; FALSE if there is none. */
static gboolean
find_extension(const HemoSmtpReply *reply, const char *keyword, HemoSlice *ret_parameters)
{
    HemoSlice rest = reply->bytes;
    HemoSlice word;

    next_text(&rest, ret_parameters);
    while (next_text(&rest, ret_parameters)) {
        if (next_word(ret_parameters, &word) && hemo_slice_equal_nocase(word, keyword))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_smtp_reply_has_keyword(const HemoSmtpReply *reply, const char *keyword)
{
    HemoSlice parameters;

    return find_extension(reply, keyword, &parameters);
}

gboolean
hemo_smtp_reply_has_parameter(const HemoSmtpReply *reply,
                              const char *keyword,
                              const char *parameter)
{
    HemoSlice parameters = HEMO_SLICE_EMPTY;
    HemoSlice word;

    if (!find_extension(reply, keyword, &parameters))
        return FALSE;
    while (next_word(&parameters, &word)) {
        if (hemo_slice_equal_nocase(word, parameter))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_smtp_reply_is_masked(const HemoSmtpReply *reply)
{
    HemoSlice rest = reply->bytes;
    HemoSlice text;

    next_text(&rest, &text);
    while (next_text(&rest, &text)) {
        if (hemo_slice_has_prefix_nocase(text, MASK))
            return TRUE;
    }
    return FALSE;
}

HemoSlice
hemo_smtp_reply_last_text(const HemoSmtpReply *reply)
{
    HemoSlice rest = reply->bytes;
    HemoSlice line = HEMO_SLICE_EMPTY;
    HemoSlice last = HEMO_SLICE_EMPTY;

    while (hemo_slice_next_line(&rest, &line))
        last = line;
    return hemo_slice_from(last, PREFIX_SIZE);
}
