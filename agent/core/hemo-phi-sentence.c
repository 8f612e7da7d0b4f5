/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-sentence.h.
 */
#include "hemo-phi-sentence.h"

#include "hemo-phi-health.h"

#include <string.h>

#define LAB_SIZE    3 /* bytes of the shortest laboratory word that stands for itself */
#define ABOUT_REACH 4 /* words before a term that may make it a topic */

enum {
    SURE = 1 << 0,    /* a title, a relative, a patient; not the one who is written to */
    NAMED = 1 << 1,   /* any other name of two words */
    GREETED = 1 << 2, /* the one who is written to */
    LINKED = 1 << 3,  /* "... for Lena Brook", "Lena Brook's ...", "Lena Brook: ..." */
    ILL = 1 << 4,     /* a diagnosis, a procedure, a result, a drug */
    SENSITIVE = 1 << 5,
    VISIT = 1 << 6,
    OWNED = 1 << 7, /* "your biopsy", "her appointment" */
    TIME = 1 << 8,
};

/* A sentence that holds all signs of a row is a statement. */
static const guint32 rules[] = {
    SURE | ILL,
    SURE | SENSITIVE,
    NAMED | SENSITIVE,
    NAMED | ILL | LINKED,
    NAMED | ILL | OWNED,
    SURE | VISIT | OWNED,
    SURE | VISIT | TIME,
    NAMED | VISIT | TIME,
    GREETED | ILL | OWNED,
    GREETED | SENSITIVE | OWNED,
    GREETED | VISIT | OWNED | TIME,
};

static const char *const time_words[] = {"today", "tomorrow", "tonight", "noon", "am", "pm"};

static const char *const link_words[] = {"for", "of", "re"};

static const char *const about_words[] = {"about", "regarding", "concerning", "against"};

#define IS_ONE_OF(word, list) is_one_of((word), (list), G_N_ELEMENTS(list))

static gboolean
is_one_of(HemoSlice word, const char *const *list, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (hemo_slice_equal_nocase(word, list[i]))
            return TRUE;
    }
    return FALSE;
}

void
hemo_phi_sentence_start(HemoPhiSentence *sentence)
{
    *sentence = (HemoPhiSentence){.signs = 0};
}

/* "Mrs. Keller", "H. Brook": the full stop ends no sentence. */
static gboolean
is_abbreviation(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];

    return (token->classes & HEMO_WORD_TITLE) || (token->shape & HEMO_SHAPE_LETTER) ||
           ((token->classes & HEMO_WORD_PROVIDER) && token->length <= 3);
}

gboolean
hemo_phi_sentence_begins(const HemoIdBlock *block, guint at)
{
    HemoSlice gap = hemo_id_gap(block, at);
    guint lines = 0;

    for (gsize i = 0; i < gap.size; i++) {
        gboolean last = i + 1 == gap.size || g_ascii_isspace(gap.data[i + 1]);

        lines += gap.data[i] == '\n' ? 1 : 0;
        if (lines > 1 || (last && (gap.data[i] == '?' || gap.data[i] == '!')))
            return TRUE;
        if (last && gap.data[i] == '.' && !is_abbreviation(block, at - 1))
            return TRUE;
    }
    return FALSE;
}

/* A name that a preposition, a colon or an "'s" joins to what is said is the one it is
 * said of. */
static gboolean
is_linked(const HemoIdBlock *block, guint at, guint tokens)
{
    guint before = at;
    guint next = at + tokens;

    if (before > 0 && (block->tokens[before - 1].shape & HEMO_SHAPE_LETTER))
        before--;
    if (before > 0 && IS_ONE_OF(hemo_id_text(block, before - 1), link_words))
        return TRUE;
    if (hemo_slice_at(hemo_id_gap(block, at), 0) == ':')
        return TRUE;
    return (block->tokens[next - 1].shape & HEMO_SHAPE_OWNER) ||
           (next < block->n_tokens && hemo_slice_at(hemo_id_gap(block, next), 0) == ':');
}

static guint32
signs_of(HemoPhiKind kind)
{
    switch ((int)kind) {
    case HEMO_PHI_PATIENT_NAME:
    case HEMO_PHI_TITLED_NAME:
    case HEMO_PHI_RELATIVE_NAME:
        return SURE;
    case HEMO_PHI_FULL_NAME:
        return NAMED;
    case HEMO_PHI_GREETED_NAME:
        return GREETED;
    case HEMO_PHI_DATE:
    case HEMO_PHI_EVENT_DATE:
        return TIME;
    case HEMO_PHI_DIAGNOSIS_CODE:
        return ILL;
    default:
        return 0;
    }
}

void
hemo_phi_sentence_add_hit(HemoPhiSentence *sentence,
                          const HemoIdBlock *block,
                          guint at,
                          const HemoIdHit *hit)
{
    guint32 signs = signs_of(hit->kind);

    if (signs & (SURE | NAMED | GREETED)) {
        if (sentence->person.tokens == 0)
            sentence->person = *hit;
        if (is_linked(block, at, hit->tokens))
            signs |= LINKED;
    }
    sentence->signs |= signs;
}

/* "speaks about gout", "the gout course": the term is said of nobody. */
static gboolean
is_topic(const HemoIdBlock *block, guint at)
{
    guint next = at + block->tokens[at].span;

    if (next < block->n_tokens && hemo_id_gap(block, next).size == 1 &&
        (block->tokens[next].keys & HEMO_KEY_TOPIC))
        return TRUE;
    for (guint i = at; i > 0 && at - i < ABOUT_REACH; i--) {
        HemoSlice word = hemo_id_text(block, i - 1);

        if (hemo_id_gap(block, i).size > 1)
            return FALSE;
        if (IS_ONE_OF(word, about_words))
            return TRUE;
        if (i > 1 && hemo_slice_equal_nocase(word, "on") &&
            (block->tokens[i - 2].keys & HEMO_KEY_TOPIC))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_time(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];
    HemoSlice text = hemo_id_text(block, at);

    if (token->kind == HEMO_TOKEN_WORD)
        return ((token->classes & HEMO_WORD_CALENDAR) && (token->shape & HEMO_SHAPE_TITLE)) ||
               IS_ONE_OF(text, time_words);
    return token->kind == HEMO_TOKEN_CODE && text.size <= 7 &&
           (hemo_slice_find(text, ':') < text.size ||
            hemo_slice_has_prefix_nocase(hemo_slice_from(text, text.size - 2), "am") ||
            hemo_slice_has_prefix_nocase(hemo_slice_from(text, text.size - 2), "pm"));
}

/* Not "the appointment of Mr. Keller as director". */
static gboolean
is_visit(const HemoIdBlock *block, guint at)
{
    guint next = at + block->tokens[at].span;

    return (block->tokens[at].keys & HEMO_KEY_VISIT) &&
           (next >= block->n_tokens ||
            !(hemo_slice_equal_nocase(hemo_id_text(block, next), "of") ||
              hemo_slice_equal_nocase(hemo_id_text(block, next), "as")));
}

/* "HR" and "BP" have other meanings. */
static gboolean
is_illness(const HemoIdBlock *block, guint at, HemoPhiKind kind)
{
    if (kind == HEMO_PHI_LAB && block->tokens[at].span == 1 &&
        block->tokens[at].length < LAB_SIZE)
        return FALSE;
    return kind == HEMO_PHI_DIAGNOSIS || kind == HEMO_PHI_PROCEDURE || kind == HEMO_PHI_LAB ||
           kind == HEMO_PHI_DRUG;
}

void
hemo_phi_sentence_add_word(HemoPhiSentence *sentence, const HemoIdBlock *block, guint at)
{
    HemoPhiKind kind = hemo_phi_health_find(block, at);
    guint32 signs = is_visit(block, at) ? VISIT : 0;

    if (kind != HEMO_PHI_NONE && kind != HEMO_PHI_FACILITY &&
        hemo_phi_health_classes(&block->tokens[at]) != 0)
        signs |= SENSITIVE;
    if (is_illness(block, at, kind))
        signs |= ILL;
    if (signs != 0 && hemo_phi_health_is_owned(block, at))
        signs |= OWNED;
    else if (signs != 0 && is_topic(block, at))
        signs &= ~(guint32)ILL;
    if (is_time(block, at))
        signs |= TIME;
    sentence->signs |= signs;
}

gboolean
hemo_phi_sentence_is_statement(const HemoPhiSentence *sentence)
{
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
        if ((sentence->signs & rules[i]) == rules[i])
            return TRUE;
    }
    return FALSE;
}
