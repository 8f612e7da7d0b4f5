/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What every recogniser is given and gives.  A recogniser looks at the tokens
 * from one position on, checks what it finds, and says what it is; it keeps
 * nothing and never looks outside its block.
 */
#pragma once

#include "hemo-phi-weights.h"
#include "hemo-token.h"

/* The tokens of one segment, or of a piece of a long one. */
typedef struct {
    HemoSlice text; /* the whole text that token offsets count in */
    const HemoToken *tokens;
    guint n_tokens;
} HemoIdBlock;

typedef struct {
    HemoPhiKind kind;
    guint tokens; /* how many it covers, at least 1 */
    gsize offset; /* bytes into the text */
    gsize length;
} HemoIdHit;

typedef gboolean (*HemoIdFind)(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);

HemoSlice hemo_id_text(const HemoIdBlock *block, guint at);

/* The token @ahead of @at (behind it if negative), or NULL outside the block. */
const HemoToken *hemo_id_token(const HemoIdBlock *block, guint at, int ahead);

/* The token before @at; if a phrase ends there ("next of kin"), its first token, which
 * knows what the phrase means.  NULL for the first. */
const HemoToken *hemo_id_before(const HemoIdBlock *block, guint at);

/* The bytes between @at and the token before it; empty for the first. */
HemoSlice hemo_id_gap(const HemoIdBlock *block, guint at);

/* The labels among the @reach tokens before @at, not past another number, a full stop or
 * an empty line. */
guint32 hemo_id_keys(const HemoIdBlock *block, guint at, guint reach);

/* A hit on @tokens tokens from @at on; always TRUE. */
gboolean hemo_id_hit(const HemoIdBlock *block,
                     guint at,
                     guint tokens,
                     HemoPhiKind kind,
                     HemoIdHit *ret_hit);
