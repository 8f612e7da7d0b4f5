/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The words of the badge: a title, a sentence for each hop, and the reasons.
 * It says "TLS", or "without encryption"; never more than was recorded.
 */
#pragma once

#include "hemo-badge.h"
#include "hemo-hop.h"

/* Translated, static. */
const char *hemo_badge_words_title(HemoBadgeState state);

/* Who wrote what is told.  Without a domain of our own there are no sides. */
typedef enum {
    HEMO_BADGE_SIDE_UNKNOWN = 0,
    HEMO_BADGE_SIDE_THEIRS,
    HEMO_BADGE_SIDE_OURS,
    HEMO_N_BADGE_SIDES,
} HemoBadgeSide;

/* One translated sentence about @hop; free with g_free(). */
char *hemo_badge_words_hop(const HemoHop *hop,
                           HemoHopKind kind,
                           HemoHopVerdict verdict,
                           HemoBadgeSide side);
