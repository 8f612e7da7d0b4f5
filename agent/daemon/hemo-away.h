/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who has to forget something, or close it, when the person has left the computer.
 */
#pragma once

#include <glib.h>

typedef struct _HemoAway HemoAway;

HemoAway *hemo_away_new(void);
void hemo_away_free(HemoAway *away); /* NULL is fine */

/* @forget is called whenever the screen is locked, until it is taken away again.  It must not
 * wait, and may take itself away.  The number to take it away with. */
guint hemo_away_add(HemoAway *away, void (*forget)(gpointer user_data), gpointer user_data);
void hemo_away_remove(HemoAway *away, guint number); /* one that is not there is fine */

/* The person is away: calls all, in the order in which they came. */
void hemo_away_tell(HemoAway *away);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAway, hemo_away_free)
