/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An account of a mail program, as far as it concerns Hemostat: who writes, over which
 * server it goes out, over which one mail comes in.  A plain value; knows no passwords.
 * hemo-rc-account reads those of Claws Mail, hemo-mozilla-account those of Thunderbird.
 */
#pragma once

#include "hemo-account.h"

typedef enum {
    HEMO_MAIL_PROTOCOL_INVALID = 0,
    HEMO_MAIL_PROTOCOL_POP,
    HEMO_MAIL_PROTOCOL_IMAP,
    HEMO_MAIL_PROTOCOL_NEWS,
    HEMO_MAIL_PROTOCOL_LOCAL, /* a mailbox file of this computer */
    HEMO_MAIL_PROTOCOL_NONE,  /* sends only */
} HemoMailProtocol;

/* Where one leg of the account's mail goes. */
typedef struct {
    char *host; /* A-labels, lower case; "" if there is none or it is no name */
    guint16 port;
    HemoSecurity security;
} HemoMailServer;

typedef struct {
    char *group; /* where the program's settings have it: "Account: 1", "account1/id1" */
    char *title; /* what the person calls the account */
    char *name;
    char *address;
    HemoMailProtocol protocol;
    gboolean is_default;
    gboolean uses_command;              /* no SMTP server takes the mail from the program */
    gboolean auto_accepts_certificates; /* those that it takes for valid, without asking */
    gboolean drafts_on_server; /* may be: an IMAP account keeps them there unless told */
    gboolean queue_on_server;
    HemoMailServer out; /* SMTP */
    char *user;         /* for SMTP; "" without a log-in */
    HemoMailServer in;  /* POP or IMAP; no host otherwise */
} HemoMailAccount;

/* An account of which nothing is known yet: every text is NULL, and has to be set. */
HemoMailAccount *hemo_mail_account_new(void);
void hemo_mail_account_free(HemoMailAccount *account); /* NULL is fine */

/* An array that frees the accounts in it. */
GPtrArray *hemo_mail_account_array(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoMailAccount, hemo_mail_account_free)
