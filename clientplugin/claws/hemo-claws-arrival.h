/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Mail that arrives: what may be a delivery report or bring a key goes to the agent, and the
 * message list is marked if the person wants it.  One mail after the other, in idle moments;
 * nothing is fetched from a server for it.
 */
#pragma once

#include "hemo-claws.h"

#include "procmsg.h"

HemoClawsArrival *hemo_claws_arrival_new(HemoClaws *claws);
void hemo_claws_arrival_free(HemoClawsArrival *arrival); /* NULL is fine */

/* @mail is being shown: if Claws Mail did not tell of its arrival (IMAP, a mail that another
 * program put into the mailbox) and it is not old, it is looked at now. */
void hemo_claws_arrival_look(HemoClawsArrival *arrival, MsgInfo *mail);
