/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The keys that mails bring along, kept for later: Autocrypt, a signer's certificates, attached
 * keys.  Makes nothing usable: that takes an authority, the domain itself, or a person.
 */
#pragma once

#include "hemo-services.h"

/* Looks for keys in the mail @fd (sealed, borrowed) behind everybody's back, one mail after the
 * other; passes over what has none, what is too big, and everything while too many wait.  While
 * the screen is locked they all wait. */
void hemo_key_harvest_start(HemoServices *services, int fd);

/* Forgets the mails that wait: before the services end. */
void hemo_key_harvest_stop(HemoServices *services);

/* TRUE if there is anything in @mail that could be a key.  Pure. */
gboolean hemo_key_harvest_is_likely(HemoSlice mail);
