/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-health.h.
 */
#include "hemo-phi-health.h"

#define AGE_SIZE    6 /* bytes of the shortest age, "1-year" */
#define OWNER_SIZE  4 /* bytes of the longest owner */
#define OWNER_REACH 3 /* words between the owner and what is owned */

#define SENSITIVE                                                                              \
    (HEMO_WORD_PSYCHOTHERAPY | HEMO_WORD_SUBSTANCE | HEMO_WORD_HIV | HEMO_WORD_GENETICS |      \
     HEMO_WORD_REPRO)

/* The most telling first. */
static const struct {
    guint32 class;
    HemoPhiKind kind;
} kinds[] = {
    {HEMO_WORD_DRUG, HEMO_PHI_DRUG},
    {HEMO_WORD_DIAGNOSIS, HEMO_PHI_DIAGNOSIS},
    {HEMO_WORD_PROCEDURE, HEMO_PHI_PROCEDURE},
    {HEMO_WORD_LAB, HEMO_PHI_LAB},
    {HEMO_WORD_EQUIPMENT, HEMO_PHI_EQUIPMENT},
    {HEMO_WORD_SYMPTOM, HEMO_PHI_SYMPTOM},
    {HEMO_WORD_PAYMENT, HEMO_PHI_PAYMENT},
    {HEMO_WORD_CLINICAL, HEMO_PHI_CLINICAL},
    {HEMO_WORD_ANATOMY, HEMO_PHI_ANATOMY},
    {HEMO_WORD_CARE, HEMO_PHI_CARE},
    {HEMO_WORD_FACILITY, HEMO_PHI_FACILITY},
    {SENSITIVE, HEMO_PHI_DIAGNOSIS},
};

static const struct {
    guint32 class;
    HemoClass sensitive;
} classes[] = {
    {HEMO_WORD_PSYCHOTHERAPY, HEMO_CLASS_PSYCHOTHERAPY},
    {HEMO_WORD_SUBSTANCE, HEMO_CLASS_SUBSTANCE_USE},
    {HEMO_WORD_HIV, HEMO_CLASS_HIV},
    {HEMO_WORD_GENETICS, HEMO_CLASS_GENETICS},
    {HEMO_WORD_REPRO, HEMO_CLASS_REPRODUCTIVE},
};

/* Short abbreviations that are everyday words or states as well say nothing. */
static gboolean
is_doubtful(const HemoToken *token)
{
    const guint32 other = HEMO_WORD_COMMON | HEMO_WORD_STATE | HEMO_WORD_STREET |
                          HEMO_WORD_CALENDAR | HEMO_WORD_GIVEN | HEMO_WORD_SURNAME;

    return token->span == 1 && token->length <= 3 && (token->classes & other) != 0;
}

/* "an agency that aids farmers", "hearing aids"; "he has aids" is none. */
static gboolean
is_help(const HemoIdBlock *block, guint at)
{
    static const char *const words[] = {"has", "have", "had", "with", "from", "of"};

    if ((block->tokens[at].shape & (HEMO_SHAPE_TITLE | HEMO_SHAPE_UPPER)) ||
        !(block->tokens[at].classes & HEMO_WORD_HIV) ||
        !hemo_slice_equal_nocase(hemo_id_text(block, at), "aids"))
        return FALSE;
    for (guint i = 0; at > 0 && i < G_N_ELEMENTS(words); i++) {
        if (hemo_slice_equal_nocase(hemo_id_text(block, at - 1), words[i]))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_dose(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];
    const HemoToken *before = hemo_id_token(block, at, -1);

    if (!(token->classes & HEMO_WORD_UNIT))
        return FALSE;
    if (token->kind == HEMO_TOKEN_CODE)
        return TRUE;
    return before != NULL && before->kind != HEMO_TOKEN_WORD &&
           hemo_id_gap(block, at).size <= 2;
}

/* "44-year" of "44-year-old" */
static gboolean
is_age(const HemoIdBlock *block, guint at)
{
    HemoSlice text = hemo_id_text(block, at);

    return block->tokens[at].kind == HEMO_TOKEN_CODE && text.size >= AGE_SIZE &&
           (hemo_slice_equal_nocase(hemo_slice_from(text, text.size - 5), "-year") ||
            hemo_slice_equal_nocase(hemo_slice_from(text, text.size - 6), "-month"));
}

HemoPhiKind
hemo_phi_health_find(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];

    if (is_dose(block, at))
        return HEMO_PHI_DOSE;
    if (is_age(block, at))
        return HEMO_PHI_CLINICAL;
    if (is_doubtful(token) || is_help(block, at))
        return HEMO_PHI_NONE;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (token->classes & kinds[i].class)
            return kinds[i].kind;
    }
    return HEMO_PHI_NONE;
}

static const char *const owners[] = {"your", "his", "her", "my", "she", "he"};

static gboolean
is_owner(HemoSlice word)
{
    for (guint i = 0; word.size <= OWNER_SIZE && i < G_N_ELEMENTS(owners); i++) {
        if (hemo_slice_equal_nocase(word, owners[i]))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_phi_health_is_owned(const HemoIdBlock *block, guint at)
{
    if (is_owner(hemo_id_text(block, at)))
        return TRUE;
    for (guint i = at; i > 0 && at - i < OWNER_REACH && hemo_id_gap(block, i).size == 1; i--) {
        if (is_owner(hemo_id_text(block, i - 1)))
            return TRUE;
    }
    return FALSE;
}

guint
hemo_phi_health_classes(const HemoToken *token)
{
    guint found = 0;

    if (is_doubtful(token))
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (token->classes & classes[i].class)
            found |= classes[i].sensitive;
    }
    return found;
}
