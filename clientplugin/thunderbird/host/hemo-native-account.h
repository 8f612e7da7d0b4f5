/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The calls about Thunderbird's own settings: how an account sends and fetches, and a few
 * preferences.  An extension cannot ask Thunderbird for them.  Each takes its request.
 */
#pragma once

#include "hemo-native-request.h"
#include "hemo-native-settings.h"

/* account: identity {id, from} -> account (the agent's, "" if it has none), security and host
 * of the server that the identity sends through.  Tells the agent by Agent1.Account, and again
 * whenever the agent was lost. */
void hemo_native_account(HemoNativeRequest *request);

/* fetch: account -> protocol ("imap", "pop3", "other"), host, port, security ("tls",
 * "starttls", "unverified", "none"), words ("" if nothing can be said). */
void hemo_native_account_fetch(HemoNativeRequest *request);

/* prefs: names -> values, null where Thunderbird has its own default or @name is none of those
 * that concern Hemostat. */
void hemo_native_account_prefs(HemoNativeRequest *request);

/* The word of Agent1.Account for @server, which no check holds for if @unchecked. */
const char *hemo_native_account_security(const HemoMailServer *server, gboolean unchecked);
