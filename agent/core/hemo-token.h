/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One pass over a stretch of text that cuts it into words, numbers and codes and
 * looks each up in the lexicon.  Tokens hold offsets, never text.  A code is
 * letters and digits in one run, with single "-", "/", "." or ":" inside:
 * "555-01-0199", "04/11/2026", "E11.43".  Bytes above 127 are letters.
 */
#pragma once

#include "hemo-lexicon.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_TOKEN_WORD,   /* letters, apostrophes */
    HEMO_TOKEN_NUMBER, /* digits only */
    HEMO_TOKEN_CODE,   /* anything else that holds a digit */
} HemoTokenKind;

/* Shape, as bits. */
enum {
    HEMO_SHAPE_TITLE = 1 << 0,  /* first letter upper case, a lower-case one behind it */
    HEMO_SHAPE_UPPER = 1 << 1,  /* no lower-case letter, two letters or more */
    HEMO_SHAPE_LINE = 1 << 2,   /* the first token of its line */
    HEMO_SHAPE_LETTER = 1 << 3, /* one letter */
    HEMO_SHAPE_OWNER = 1 << 4,  /* ends in 's, which is not part of the token */
};

typedef struct {
    guint32 offset; /* into the text that was given */
    guint32 length;
    guint32 classes; /* of the word, or of the longest phrase that starts here */
    guint32 keys;
    guint8 kind;
    guint8 shape;
    guint8 span; /* tokens of that phrase, at least 1 */
} HemoToken;

/* Appends the tokens of @text from @start up to @end to @tokens, a GArray of HemoToken.
 * Phrases do not reach over either border. */
void hemo_token_scan(HemoSlice text, gsize start, gsize end, GArray *tokens);

HemoSlice hemo_token_text(HemoSlice text, const HemoToken *token);

/* The bytes between two tokens. */
HemoSlice hemo_token_gap(HemoSlice text, const HemoToken *token, const HemoToken *next);

/* Whether @slice is exactly of @pattern: 'd' a digit, 'a' an ASCII letter, any other byte
 * itself. */
gboolean hemo_token_matches(HemoSlice slice, const char *pattern);

/* Copies the digits of @slice into @digits, at most @room; returns how many there are. */
gsize hemo_token_digits(HemoSlice slice, char *digits, gsize room);
