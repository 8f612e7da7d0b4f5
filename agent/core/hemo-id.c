/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id.h.
 */
#include "hemo-id.h"

#define PHRASE_WORDS 4

HemoSlice
hemo_id_text(const HemoIdBlock *block, guint at)
{
    return hemo_token_text(block->text, &block->tokens[at]);
}

const HemoToken *
hemo_id_token(const HemoIdBlock *block, guint at, int ahead)
{
    gint64 index = (gint64)at + ahead;

    return index >= 0 && index < block->n_tokens ? &block->tokens[index] : NULL;
}

const HemoToken *
hemo_id_before(const HemoIdBlock *block, guint at)
{
    for (guint size = PHRASE_WORDS; size > 1; size--) {
        if (at >= size && block->tokens[at - size].span == size)
            return &block->tokens[at - size];
    }
    return hemo_id_token(block, at, -1);
}

HemoSlice
hemo_id_gap(const HemoIdBlock *block, guint at)
{
    return at > 0 ? hemo_token_gap(block->text, &block->tokens[at - 1], &block->tokens[at])
                  : HEMO_SLICE_EMPTY;
}

/* Whether a label before the gap can still speak for what comes behind it. */
static gboolean
binds(HemoSlice gap)
{
    guint lines = 0;

    for (gsize i = 0; i < gap.size; i++) {
        if (gap.data[i] == '\n' && ++lines > 1)
            return FALSE;
        if (gap.data[i] == ';')
            return FALSE;
    }
    return gap.size < 40;
}

/* "no MRN. Call ...": a new sentence begins at @at; "Acct. No. ..." is none. */
static gboolean
starts_sentence(const HemoIdBlock *block, guint at)
{
    const guint32 no_labels = HEMO_KEY_PHONE | HEMO_KEY_VISIT | HEMO_KEY_TOPIC;
    HemoSlice gap = hemo_id_gap(block, at);

    return gap.size > 1 && gap.data[0] == '.' && (block->tokens[at].keys & ~no_labels) == 0 &&
           (block->tokens[at].shape & HEMO_SHAPE_TITLE) &&
           !hemo_slice_equal_nocase(hemo_id_text(block, at), "no");
}

guint32
hemo_id_keys(const HemoIdBlock *block, guint at, guint reach)
{
    guint32 keys = 0;

    for (guint i = at; i > 0 && at - i < reach; i--) {
        if (!binds(hemo_id_gap(block, i)) || starts_sentence(block, i) ||
            block->tokens[i - 1].kind != HEMO_TOKEN_WORD)
            break;
        keys |= block->tokens[i - 1].keys;
    }
    return keys;
}

gboolean
hemo_id_hit(const HemoIdBlock *block,
            guint at,
            guint tokens,
            HemoPhiKind kind,
            HemoIdHit *ret_hit)
{
    const HemoToken *first = &block->tokens[at];
    const HemoToken *last = &block->tokens[MIN(at + tokens, block->n_tokens) - 1];

    *ret_hit = (HemoIdHit){
        .kind = kind,
        .tokens = tokens,
        .offset = first->offset,
        .length = (gsize)last->offset + last->length - first->offset,
    };
    return TRUE;
}
