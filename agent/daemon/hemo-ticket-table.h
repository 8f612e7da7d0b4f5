/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tickets: each stands for one judged mail, for a short time, in memory only.  A
 * ticket is 128 random bits in hex; the newest push out the oldest when there are
 * too many.  Time is counted through suspend, and the wall clock does not matter.
 */
#pragma once

#include "hemo-case.h"

typedef struct _HemoTicketTable HemoTicketTable;

HemoTicketTable *hemo_ticket_table_new(void);
void hemo_ticket_table_free(HemoTicketTable *table); /* NULL is fine */

/* A new ticket for @mail, good for HEMO_LIMIT_TICKET_LIFE; the text is the table's. */
const char *hemo_ticket_table_add(HemoTicketTable *table, HemoCase *mail);

/* The mail of a ticket that Protect has not used; owned by the table.  HEMO_ERROR_EXPIRED. */
HemoCase *hemo_ticket_table_find(HemoTicketTable *table, const char *ticket, GError **error);

/* Its time starts anew: an answer was given. */
void hemo_ticket_table_renew(HemoTicketTable *table, const char *ticket);

/* Uses the ticket: transfer full, once.  It is kept for take_sent. */
HemoCase *hemo_ticket_table_use(HemoTicketTable *table, const char *ticket, GError **error);

/* The mail of a used ticket within HEMO_LIMIT_SENT_WAIT; owned by the table. */
HemoCase *
hemo_ticket_table_find_used(HemoTicketTable *table, const char *ticket, GError **error);

/* Nobody is there any more: mails that wait for a person are forgotten, and no other can be
 * answered for or protected either.  What is on its way to the server may still be told of. */
void hemo_ticket_table_lock(HemoTicketTable *table);

/* The mail of a ticket that was locked, owned by the table, or NULL. */
HemoCase *hemo_ticket_table_find_locked(HemoTicketTable *table, const char *ticket);

void hemo_ticket_table_remove(HemoTicketTable *table, const char *ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoTicketTable, hemo_ticket_table_free)
