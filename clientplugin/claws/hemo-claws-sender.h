/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Stands between Send and Claws Mail's queue.  A hook of Claws Mail arms the compose
 * window: its mail is to be "signed" by a privacy system of ours, which gets the
 * complete message, takes it and cancels silently; a send (hemo-claws-send.h) does the
 * rest.  A mail whose window was not armed is refused.
 */
#pragma once

#include "hemo-claws.h"

#include "prefs_account.h"

/* @claws->compose_bar is there already: it tells the protection that the person asked for. */
HemoClawsSender *hemo_claws_sender_new(HemoClaws *claws);

/* Sends under way are given up; their mails stay in their windows. */
void hemo_claws_sender_free(HemoClawsSender *sender); /* NULL is fine */

/* Sends @mail, a whole message that came back, to @recipients again, protected. */
void hemo_claws_sender_resend(HemoClawsSender *sender,
                              const PrefsAccount *account,
                              GBytes *mail,
                              const char *const *recipients);
