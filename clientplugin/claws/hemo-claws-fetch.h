/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How an account fetches its mail, in words: the last leg of a received mail, which no server
 * records.  Read from the account's settings as they stand now; calls nothing of Claws Mail.
 */
#pragma once

#include "claws-features.h" /* the layout of Claws Mail's structures depends on it */

#include "prefs_account.h"

/* One sentence for the person, or NULL where it is not known: no server is asked, a command of
 * the person's own fetches, or @account is NULL.  @unchecked: Claws Mail was told not to look
 * at certificates.  The caller frees it. */
char *hemo_claws_fetch_words(const PrefsAccount *account, gboolean unchecked);
