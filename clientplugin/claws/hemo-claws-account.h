/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tells the agent how a Claws Mail account sends, and learns which Hemostat account that is.
 * Asked each time, as the person can change the account's settings at any time.
 */
#pragma once

#include "hemo-claws.h"

#include "prefs_account.h"

/* @account is read before this returns and not kept. */
void hemo_claws_account_find_async(HemoClaws *claws,
                                   const PrefsAccount *account,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* The Hemostat account's id, "" if the agent has none for it; NULL and @error if the agent
 * could not be asked. */
char *hemo_claws_account_find_finish(GAsyncResult *result, GError **error);
