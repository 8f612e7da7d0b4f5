/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sieve-lexer.h.
 */
#include "hemo-sieve-lexer.h"

struct _HemoSieveLexer {
    HemoSlice text;
    gsize at;
    guint line;
    gboolean is_broken;
    GString *string;
};

HemoSieveLexer *
hemo_sieve_lexer_new(HemoSlice text)
{
    HemoSieveLexer *lexer = g_new0(HemoSieveLexer, 1);

    lexer->text = text;
    lexer->line = 1;
    lexer->string = g_string_new(NULL);
    return lexer;
}

void
hemo_sieve_lexer_free(HemoSieveLexer *lexer)
{
    g_string_free(lexer->string, TRUE);
    g_free(lexer);
}

static int
peek(const HemoSieveLexer *lexer, gsize ahead)
{
    return hemo_slice_at(lexer->text, lexer->at + ahead);
}

static int
take(HemoSieveLexer *lexer)
{
    int byte = peek(lexer, 0);

    if (byte < 0)
        return byte;
    lexer->at++;
    lexer->line += byte == '\n';
    return byte;
}

static void
skip_line(HemoSieveLexer *lexer)
{
    int byte;

    do {
        byte = take(lexer);
    } while (byte >= 0 && byte != '\n');
}

static void
skip_block_comment(HemoSieveLexer *lexer)
{
    lexer->at += 2;
    while (peek(lexer, 0) != '*' || peek(lexer, 1) != '/') {
        if (take(lexer) < 0) {
            lexer->is_broken = TRUE;
            return;
        }
    }
    lexer->at += 2;
}

static gboolean
skip_one(HemoSieveLexer *lexer)
{
    int byte = peek(lexer, 0);

    if (byte == '#')
        skip_line(lexer);
    else if (byte == '/' && peek(lexer, 1) == '*')
        skip_block_comment(lexer);
    else if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n')
        take(lexer);
    else
        return FALSE;
    return TRUE;
}

static gboolean
is_word_byte(int byte)
{
    return byte == '_' || (byte >= 0 && byte < 0x80 && g_ascii_isalnum((char)byte));
}

static HemoSlice
take_word(HemoSieveLexer *lexer)
{
    gsize start = lexer->at;

    while (is_word_byte(peek(lexer, 0)))
        lexer->at++;
    return hemo_slice_sub(lexer->text, start, lexer->at - start);
}

static void
take_quoted(HemoSieveLexer *lexer)
{
    int byte;

    take(lexer);
    while ((byte = take(lexer)) != '"') {
        if (byte == '\\')
            byte = take(lexer);
        if (byte < 0) {
            lexer->is_broken = TRUE;
            return;
        }
        g_string_append_c(lexer->string, (char)byte);
    }
}

/* RFC 5228 section 2.4.2: lines up to one that is a dot alone; two dots stand for one. */
static void
take_multiline(HemoSieveLexer *lexer)
{
    HemoSlice rest;
    HemoSlice line = HEMO_SLICE_EMPTY;
    gsize size;

    skip_line(lexer);
    rest = hemo_slice_from(lexer->text, lexer->at);
    size = rest.size;
    while (hemo_slice_next_line(&rest, &line)) {
        lexer->at += size - rest.size;
        size = rest.size;
        lexer->line++;
        if (hemo_slice_equal(line, hemo_slice_text(".")))
            return;
        if (hemo_slice_at(line, 0) == '.' && hemo_slice_at(line, 1) == '.')
            line = hemo_slice_from(line, 1);
        if (line.size > 0)
            g_string_append_len(lexer->string, (const char *)line.data, (gssize)line.size);
        g_string_append_c(lexer->string, '\n');
    }
    lexer->is_broken = TRUE;
}

static HemoSieveToken
make_string(HemoSieveLexer *lexer, void (*take_string)(HemoSieveLexer *lexer))
{
    HemoSieveToken token = {HEMO_SIEVE_STRING, lexer->line, HEMO_SLICE_EMPTY};

    g_string_truncate(lexer->string, 0);
    take_string(lexer);
    token.text = hemo_slice(lexer->string->str, lexer->string->len);
    if (lexer->is_broken)
        token.kind = HEMO_SIEVE_BROKEN;
    return token;
}

static HemoSieveToken
make_word(HemoSieveLexer *lexer)
{
    HemoSieveToken token = {HEMO_SIEVE_WORD, lexer->line, take_word(lexer)};

    if (peek(lexer, 0) == ':' && hemo_slice_equal_nocase(token.text, "text"))
        return make_string(lexer, take_multiline);
    return token;
}

HemoSieveToken
hemo_sieve_lexer_next(HemoSieveLexer *lexer)
{
    HemoSieveToken token = {.line = lexer->line};
    int byte;

    while (!lexer->is_broken && skip_one(lexer))
        ;
    if (lexer->is_broken)
        return token;
    token.line = lexer->line;
    byte = peek(lexer, 0);
    if (byte == '"')
        return make_string(lexer, take_quoted);
    if (is_word_byte(byte))
        return make_word(lexer);
    take(lexer);
    token.kind = byte < 0 ? HEMO_SIEVE_END : HEMO_SIEVE_MARK;
    token.text = hemo_slice_sub(lexer->text, lexer->at - 1, 1);
    if (byte == ':' && is_word_byte(peek(lexer, 0))) {
        token.kind = HEMO_SIEVE_TAG;
        token.text = take_word(lexer);
    }
    return token;
}
