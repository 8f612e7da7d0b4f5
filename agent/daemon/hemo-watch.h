/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What an add-on shows beside an address while it is being typed, from the same
 * evidence, keys and rules that will judge the mail.
 */
#pragma once

#include "hemo-claims.h"
#include "hemo-services.h"

/* Looks @address up as a recipient of @account and emits RecipientState on @connection when it
 * is known.  @claims as in hemo-outgoing.h.  An incomplete address says nothing. */
void hemo_watch_address(HemoServices *services,
                        const HemoClaims *claims,
                        GDBusConnection *connection,
                        const char *account,
                        const char *address);
