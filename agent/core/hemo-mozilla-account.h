/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The accounts of a Thunderbird profile out of its settings.  An account has identities, each
 * with an address and an SMTP server of its own: each is one value here.  Passwords are not
 * looked at.  Pure; nothing in the file is refused: what cannot be used is empty or INVALID.
 */
#pragma once

#include "hemo-mail-account.h"
#include "hemo-mozilla-prefs.h"

/* All identities of all accounts in the order of Thunderbird; HemoMailAccount, freed with the
 * array.  An account without one (news, feeds, local folders) is left out. */
GPtrArray *hemo_mozilla_account_read(const HemoMozillaPrefs *prefs);

/* The identity @id ("id1", as the extension names it): who writes, and over which server it
 * goes out; with the incoming server of the account that has it.  NULL if there is none. */
HemoMailAccount *hemo_mozilla_account_identity(const HemoMozillaPrefs *prefs, const char *id);

/* The account @id ("account1") as mail comes in for it: protocol and server; with its first
 * identity if it has one.  NULL if there is none. */
HemoMailAccount *hemo_mozilla_account_incoming(const HemoMozillaPrefs *prefs, const char *id);
