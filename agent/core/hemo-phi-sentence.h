/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whether one sentence says something of a named person's health or care: "Mrs. Keller
 * has gout", "Lena Brook's appointment is on Friday".  It collects what a sentence
 * holds and keeps no text; it adds nothing up.
 */
#pragma once

#include "hemo-id.h"

typedef struct {
    HemoIdHit person; /* the first that was named */
    guint32 signs;
} HemoPhiSentence;

void hemo_phi_sentence_start(HemoPhiSentence *sentence);

/* Whether a new sentence begins with the token @at. */
gboolean hemo_phi_sentence_begins(const HemoIdBlock *block, guint at);

/* A recogniser's hit at @at that is nobody's own. */
void hemo_phi_sentence_add_hit(HemoPhiSentence *sentence,
                               const HemoIdBlock *block,
                               guint at,
                               const HemoIdHit *hit);

/* Any other word. */
void hemo_phi_sentence_add_word(HemoPhiSentence *sentence, const HemoIdBlock *block, guint at);

/* Whether it speaks of the health or care of @sentence's person. */
gboolean hemo_phi_sentence_is_statement(const HemoPhiSentence *sentence);
