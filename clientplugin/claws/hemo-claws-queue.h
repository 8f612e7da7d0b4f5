/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The special header that Claws Mail 4.1.1 wants in front of a message that it is to
 * transmit: who it goes to, by which account, where its copy is kept.  Pure.
 */
#pragma once

#include <glib.h>

/* All borrowed; NULL leaves a line out unless said otherwise. */
typedef struct {
    const char *message_id;        /* without angle brackets; may be NULL */
    const char *sender;            /* the account's address */
    const char *server;            /* the account's submission server; may be NULL */
    const char *const *recipients; /* at least one */
    int account_id;
    const char *sent_folder; /* identifier of the folder that keeps a copy */
    const char *replied;     /* "folder TAB number TAB Message-ID" of the mail replied to */
    const char *forwarded;   /* likewise of the mail forwarded */
} HemoClawsQueue;

/* The header, ready to be followed by the message; NULL if a value has a line end in it or
 * there is no recipient.  The caller owns it. */
char *hemo_claws_queue_header(const HemoClawsQueue *queue);
