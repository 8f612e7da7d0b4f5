/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The tokens of a Sieve script (RFC 5228 section 8.1), comments left out.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_SIEVE_BROKEN = 0, /* a string or a comment without an end: read no further */
    HEMO_SIEVE_END,
    HEMO_SIEVE_WORD, /* an identifier or a number */
    HEMO_SIEVE_TAG,  /* without its colon */
    HEMO_SIEVE_STRING,
    HEMO_SIEVE_MARK, /* any other byte */
} HemoSieveKind;

typedef struct {
    HemoSieveKind kind;
    guint line;     /* where it begins, from 1 */
    HemoSlice text; /* of a string: what it means; valid until the next token */
} HemoSieveToken;

typedef struct _HemoSieveLexer HemoSieveLexer;

/* @text must outlive it. */
HemoSieveLexer *hemo_sieve_lexer_new(HemoSlice text);
void hemo_sieve_lexer_free(HemoSieveLexer *lexer);

HemoSieveToken hemo_sieve_lexer_next(HemoSieveLexer *lexer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSieveLexer, hemo_sieve_lexer_free)
