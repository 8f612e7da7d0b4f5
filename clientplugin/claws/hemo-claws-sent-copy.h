/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The copy of a sent mail in the Sent folders, found by its Message-ID.  Only reads.
 */
#pragma once

#include "hemo-claws.h"

/* The mail as it was sent, without Claws Mail's queue headers; NULL if no Sent folder has it or
 * it cannot be read.  @account is looked at first, and may be NULL.  @message_id with or
 * without its angle brackets.  The bytes are wiped with the last reference.
 * @ret_account (may be NULL): whose Sent folder has it, NULL if that is not known; borrowed. */
GBytes *hemo_claws_sent_copy_find(PrefsAccount *account,
                                  const char *message_id,
                                  PrefsAccount **ret_account);
