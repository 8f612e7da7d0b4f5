/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whose turn it is to ask gpg.  After a change of the keys the first gpg that comes works out
 * all trust anew, and another one that reads meanwhile finds keys that nobody has confirmed,
 * or fails.  So in a home that has changed the first look-up goes alone; after it all go side
 * by side, until the files change again.
 */
#pragma once

#include "hemo-openpgp-cache.h"

/* s; nobody waits longer for another's gpg, which may be stuck */
#define HEMO_OPENPGP_TURN_WAIT 2

typedef struct _HemoOpenpgpTurn HemoOpenpgpTurn;

HemoOpenpgpTurn *hemo_openpgp_turn_new(void);
/* Nobody may wait any more; NULL is fine. */
void hemo_openpgp_turn_free(HemoOpenpgpTurn *turn);

/* TRUE: gpg may be asked now; @*ret_number goes to hemo_openpgp_turn_end().  FALSE: another
 * goes alone; @go is called with @data once, from the caller's thread-default main context or
 * from within hemo_openpgp_turn_end(), and it is to try again then. */
gboolean hemo_openpgp_turn_begin(HemoOpenpgpTurn *turn,
                                 const HemoOpenpgpStamp *stamp,
                                 void (*go)(gpointer data),
                                 gpointer data,
                                 guint *ret_number);

/* gpg has answered, and left the home as @stamp says; NULL if it failed. */
void hemo_openpgp_turn_end(HemoOpenpgpTurn *turn, guint number, const HemoOpenpgpStamp *stamp);
