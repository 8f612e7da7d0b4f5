/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Joins what points at a person with the health words around it.  Items come in
 * the order of the mail; a window of HEMO_PHI_REACH tokens to each side slides over
 * them.  Memory stays small however long the mail is.
 */
#pragma once

#include "hemo-phi-weights.h"

/* One thing that was found. */
typedef struct {
    guint32 position; /* token position in the mail, gaps between segments included */
    guint32 offset;   /* bytes into the text */
    guint32 length;
    guint16 text; /* which text of the mail */
    guint8 kind;  /* HemoPhiKind */
} HemoPhiItem;

/* The best that was seen of one kind. */
typedef struct {
    HemoPhiItem item;
    guint score;  /* 0: never seen */
    guint64 near; /* kinds in its window, bit 1 << HemoPhiKind */
} HemoPhiBest;

typedef struct _HemoPhiJoin HemoPhiJoin;

HemoPhiJoin *hemo_phi_join_new(void);
void hemo_phi_join_free(HemoPhiJoin *join);

/* Positions must not go down. */
void hemo_phi_join_add(HemoPhiJoin *join, const HemoPhiItem *item);

/* Judges what has not been judged yet; call it before reading results.  @end is the
 * position behind the last token. */
void hemo_phi_join_settle(HemoPhiJoin *join, guint32 end);

const HemoPhiBest *hemo_phi_join_best(const HemoPhiJoin *join, HemoPhiKind kind);

/* The most health (topic and note) that any window held, and the kinds of all items. */
guint hemo_phi_join_health(const HemoPhiJoin *join);
guint64 hemo_phi_join_kinds(const HemoPhiJoin *join);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPhiJoin, hemo_phi_join_free)
