/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks the agent what is known of the recipients of one message being written.  Each watch has
 * a connection of its own, and a new one for each account, as RecipientState does not say which
 * account it is about: so nothing is ever told that was found out for another one.
 */
#pragma once

#include "hemo-claws.h"

#include "prefs_account.h"

typedef struct _HemoClawsWatch HemoClawsWatch;

typedef struct {
    /* what the agent said of @address, which is among those that were set */
    void (*tell)(gpointer data, const char *address, const char *state, const char *words);
    /* nothing that was told before counts any more */
    void (*forget)(gpointer data);
} HemoClawsWatchCalls;

HemoClawsWatch *hemo_claws_watch_new(const HemoClawsWatchCalls *calls, gpointer data);
void hemo_claws_watch_free(HemoClawsWatch *watch); /* calls nobody from then on */

/* Forgets, and asks anew for @account; NULL asks nothing. */
void hemo_claws_watch_set_account(HemoClawsWatch *watch, const PrefsAccount *account);

/* Whoever is not in @addresses is asked about anew when he comes back. */
void hemo_claws_watch_keep(HemoClawsWatch *watch, GPtrArray *addresses);

/* From now on these @addresses (of char *).  The agent is asked about the new ones, and about
 * all of them again whenever it comes back. */
void hemo_claws_watch_set_addresses(HemoClawsWatch *watch, GPtrArray *addresses);
