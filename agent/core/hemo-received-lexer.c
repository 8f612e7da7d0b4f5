/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-received-lexer.h.
 */
#include "hemo-received-lexer.h"

#include <string.h>

#define LITERAL_MAX  80 /* bytes of an address literal with its brackets */
#define UNCLOSED_MAX 16 /* searches to the end of the field */

HemoReceivedLexer
hemo_received_lexer(HemoSlice field)
{
    return (HemoReceivedLexer){.field = field};
}

static gboolean
is_blank(guint8 byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

/* The offset behind the closing quote of the string that opens at @at, or 0. */
static gsize
skip_quoted(HemoSlice field, gsize at)
{
    for (gsize i = at + 1; i < field.size; i++) {
        if (field.data[i] == '\\')
            i++;
        else if (field.data[i] == '"')
            return i + 1;
    }
    return 0;
}

/* The offset behind the parenthesis that closes the comment at @at, or 0. */
static gsize
skip_comment(HemoReceivedLexer *lexer, gsize at, gboolean with_quotes)
{
    HemoSlice field = lexer->field;
    guint depth = 0;

    for (gsize i = at; i < field.size; i++) {
        guint8 byte = field.data[i];

        if (byte == '\\') {
            i++;
        } else if (byte == '(') {
            if (++depth > HEMO_RECEIVED_LEXER_DEPTH)
                return 0;
        } else if (byte == ')') {
            if (--depth == 0)
                return i + 1;
        } else if (byte == '"' && with_quotes) {
            i = skip_quoted(field, i);
            if (i == 0)
                break;
            i--;
        }
    }
    lexer->unclosed++;
    return 0;
}

/* The offset behind the ">" of the path at @at, or 0. */
static gsize
skip_angle(HemoReceivedLexer *lexer, gsize at)
{
    HemoSlice field = lexer->field;
    const guint8 *close;

    if (lexer->no_angle)
        return 0;
    if (hemo_slice_at(field, at + 1) == '"') {
        gsize end = skip_quoted(field, at + 1);

        if (end != 0)
            at = end - 1;
    }
    close = memchr(field.data + at, '>', field.size - at);
    lexer->no_angle = close == NULL;
    return close == NULL ? 0 : (gsize)(close - field.data) + 1;
}

/* The offset behind the "]" of a literal without blanks, or @at if it is none. */
static gsize
skip_literal(HemoSlice field, gsize at)
{
    gsize end = MIN(field.size, at + LITERAL_MAX);

    for (gsize i = at + 1; i < end && !is_blank(field.data[i]); i++) {
        if (field.data[i] == ']')
            return i + 1;
    }
    return at;
}

static gsize
skip_word(HemoSlice field, gsize at)
{
    gsize i = at;

    if (field.data[at] == '[') {
        i = skip_literal(field, at);
        if (i == at)
            return at;
    }
    while (i < field.size && !is_blank(field.data[i]) && strchr("();<", field.data[i]) == NULL)
        i++;
    return i;
}

static gboolean
set_token(HemoReceivedLexer *lexer, HemoToken *token, HemoTokenKind kind, gsize end)
{
    gsize border = kind == HEMO_TOKEN_WORD || kind == HEMO_TOKEN_SEMICOLON ? 0 : 1;

    if (end <= lexer->at + 2 * border)
        border = 0;
    *token = (HemoToken){
        .kind = kind,
        .text = hemo_slice_sub(lexer->field, lexer->at + border, end - lexer->at - 2 * border),
        .offset = lexer->at,
        .length = end - lexer->at,
    };
    if (kind != HEMO_TOKEN_WORD && kind != HEMO_TOKEN_SEMICOLON && token->length == 2)
        token->text = HEMO_SLICE_EMPTY;
    lexer->at = end;
    return TRUE;
}

/* A token that opens with a bracket or a quote; FALSE if it never closes. */
static gboolean
next_bracketed(HemoReceivedLexer *lexer, HemoToken *token)
{
    guint8 byte = lexer->field.data[lexer->at];
    gsize end = 0;

    if (byte == '(' && lexer->unclosed < UNCLOSED_MAX) {
        end = skip_comment(lexer, lexer->at, TRUE);
        if (end == 0)
            end = skip_comment(lexer, lexer->at, FALSE);
        return end != 0 && set_token(lexer, token, HEMO_TOKEN_COMMENT, end);
    }
    if (byte == '"') {
        end = skip_quoted(lexer->field, lexer->at);
        return end != 0 && set_token(lexer, token, HEMO_TOKEN_QUOTED, end);
    }
    if (byte == '<') {
        end = skip_angle(lexer, lexer->at);
        return end != 0 && set_token(lexer, token, HEMO_TOKEN_ANGLE, end);
    }
    return FALSE;
}

gboolean
hemo_received_lexer_next(HemoReceivedLexer *lexer, HemoToken *ret_token)
{
    HemoSlice field = lexer->field;

    while (lexer->at < field.size) {
        guint8 byte = field.data[lexer->at];
        gsize end;

        if (byte == ';')
            return set_token(lexer, ret_token, HEMO_TOKEN_SEMICOLON, lexer->at + 1);
        if (next_bracketed(lexer, ret_token))
            return TRUE;
        end = is_blank(byte) ? lexer->at : skip_word(field, lexer->at);
        if (end > lexer->at)
            return set_token(lexer, ret_token, HEMO_TOKEN_WORD, end);
        lexer->at++;
    }
    *ret_token = (HemoToken){.kind = HEMO_TOKEN_END};
    return FALSE;
}
