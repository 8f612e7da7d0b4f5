/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The accounts of Claws Mail out of its accountrc, as far as they concern Hemostat.
 * Passwords are not looked at.  Pure; nothing in the file is refused: what cannot be used is
 * empty or INVALID.
 */
#pragma once

#include "hemo-account.h"
#include "hemo-ini-text.h"

/* One more than the number in the file ("protocol=0" is POP). */
typedef enum {
    HEMO_RC_PROTOCOL_INVALID = 0,
    HEMO_RC_PROTOCOL_POP,
    HEMO_RC_PROTOCOL_IMAP,
    HEMO_RC_PROTOCOL_NEWS,
    HEMO_RC_PROTOCOL_LOCAL, /* a mailbox file of this computer */
    HEMO_RC_PROTOCOL_NONE,  /* sends only */
} HemoRcProtocol;

/* Where one leg of the account's mail goes. */
typedef struct {
    char *host; /* A-labels, lower case; "" if there is none or it is no name */
    guint16 port;
    HemoSecurity security;
} HemoRcLeg;

typedef struct {
    char *group; /* "Account: 1" */
    char *title; /* what the person calls the account */
    char *name;
    char *address;
    HemoRcProtocol protocol;
    gboolean is_default;
    gboolean uses_command;              /* a program sends the mail, not Claws Mail */
    gboolean auto_accepts_certificates; /* those that it takes for valid, without asking */
    gboolean drafts_on_server; /* may be: an IMAP account keeps them there unless told */
    gboolean queue_on_server;
    HemoRcLeg out; /* SMTP */
    char *user;    /* for SMTP; "" without a log-in */
    HemoRcLeg in;  /* POP or IMAP; no host otherwise */
} HemoRcAccount;

/* The accounts in the order of the file; HemoRcAccount, freed with the array. */
GPtrArray *hemo_rc_accounts_read(const HemoIniText *accountrc);
