/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who has a mail already although somebody else does not: lasts from one press of
 * Send to the next, so that nobody gets a mail twice, and what somebody got is in the
 * Sent folder even if the sender gives up.
 */
#pragma once

#include "hemo-claws-deliver.h"

typedef struct _HemoClawsHad HemoClawsHad;

HemoClawsHad *hemo_claws_had_new(void);

/* Files what was sent and is not in the Sent folder yet.  NULL is fine. */
void hemo_claws_had_free(HemoClawsHad *had);

/* What is sent from now on has @content_likeness; if it is another one, everybody gets it. */
void hemo_claws_had_begin(HemoClawsHad *had, const char *content_likeness);

/* The server took @message, of which no copy is kept yet. */
void hemo_claws_had_add(HemoClawsHad *had,
                        const HemoClawsCapture *capture,
                        const HemoClawsMessage *message);

/* All of it went out, and a copy was kept. */
void hemo_claws_had_clear(HemoClawsHad *had);

gboolean hemo_claws_had_anybody(const HemoClawsHad *had);

/* A copy of @addresses without those who have the mail. */
GStrv hemo_claws_had_others(const HemoClawsHad *had, const char *const *addresses);

/* The sentence that names who has it; NULL for nobody.  The caller owns it. */
char *hemo_claws_had_words(const HemoClawsHad *had);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClawsHad, hemo_claws_had_free)
