/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whose mail is it?  Claws Mail remembers that only for mail on an IMAP server; for mail in
 * a mailbox on this computer it is concluded, and not told where there is doubt.
 */
#pragma once

#include "hemo-claws.h"

#include "procmsg.h"

/* NULL if it is not known.  Borrowed; an account can be deleted while the main loop runs. */
PrefsAccount *hemo_claws_received_account_find(const MsgInfo *mail);

/* FALSE for folders whose mail was not received: Sent, Drafts, Queue, and what lies below
 * them, news and feeds, and for a mail without a folder. */
gboolean hemo_claws_received_account_is_received(const MsgInfo *mail);
