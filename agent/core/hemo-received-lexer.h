/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Cuts a trace field into words, comments, quoted strings and angle brackets
 * (RFC 5322 section 3.2), folded or not.  It never looks at what they say, and
 * it needs time in proportion to the length whatever the bytes are.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_TOKEN_END = 0,
    HEMO_TOKEN_WORD,      /* up to a blank, "(" or ";"; may be an address literal */
    HEMO_TOKEN_COMMENT,   /* text is what stands between the outer parentheses */
    HEMO_TOKEN_QUOTED,    /* text is what stands between the quotes */
    HEMO_TOKEN_ANGLE,     /* text is what stands between "<" and ">" */
    HEMO_TOKEN_SEMICOLON, /* one ";" outside of all of them */
} HemoTokenKind;

typedef struct {
    HemoTokenKind kind;
    HemoSlice text;
    gsize offset; /* of the whole token, with its brackets */
    gsize length;
} HemoToken;

/* A comment that is nested deeper, or never closed, is no comment: its "(" is skipped. */
#define HEMO_RECEIVED_LEXER_DEPTH 8

typedef struct {
    HemoSlice field;
    gsize at;
    gboolean no_angle; /* no ">" is left */
    guint unclosed;    /* comments that ran to the end; a few, then none is looked for */
} HemoReceivedLexer;

/* A lexer over @field, which must outlive it. */
HemoReceivedLexer hemo_received_lexer(HemoSlice field);

/* The next token, or FALSE at the end. */
gboolean hemo_received_lexer_next(HemoReceivedLexer *lexer, HemoToken *ret_token);
