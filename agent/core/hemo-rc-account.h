/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The accounts of Claws Mail out of its accountrc, as far as they concern Hemostat.
 * Passwords are not looked at.  Pure; nothing in the file is refused: what cannot be used is
 * empty or INVALID.
 */
#pragma once

#include "hemo-ini-text.h"
#include "hemo-mail-account.h"

/* The accounts in the order of the file; HemoMailAccount, freed with the array. */
GPtrArray *hemo_rc_accounts_read(const HemoIniText *accountrc);
