/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One mail of the command line and the agent's view of it: options that "assess",
 * "protect" and "send" share, and the calls in their order.
 */
#pragma once

#include "hemo-agent1.h"
#include "hemo-sealed-fd.h"

#include <gio/gunixfdlist.h>

typedef struct {
    gboolean json;
    char *account;
    char *from;
    char **to;
    char **cc;
    char **bcc;
    char *rung;
    char **choices;
    char *reason;
    char *out;    /* folder of "protect" */
    char **files; /* exactly one */
} HemoCliMailOptions;

typedef struct {
    HemoAgent1 *agent;
    int fd; /* the mail, sealed */
    char *verdict;
    char *ticket;
    GVariant *details;
} HemoCliMail;

/* Parses the options of a verb that takes one mail; FALSE after telling what is wrong. */
gboolean hemo_cli_mail_parse(int argc,
                             char **argv,
                             const char *summary,
                             HemoCliMailOptions *ret_options);
void hemo_cli_mail_clear_options(HemoCliMailOptions *options);

/* Connects, starting the agent if need be; NULL and an error. */
HemoAgent1 *hemo_cli_mail_connect(GError **error);

/* Assesses the mail and gives the answers of --choice.  Returns an exit status: GOOD if the
 * mail may go, UNREADABLE, or HELD; what went wrong has been said.  @ret_mail is to be cleared
 * whatever it returns; its details are NULL if there was no verdict. */
int hemo_cli_mail_assess(const HemoCliMailOptions *options, HemoCliMail *ret_mail);
void hemo_cli_mail_clear(HemoCliMail *mail);

/* The outgoing messages, a(ha{sv}), with their descriptors. */
GVariant *hemo_cli_mail_protect(const HemoCliMail *mail, GUnixFDList **ret_fds, GError **error);

/* Message @index of them: its values, and its bytes; NULL and an error. */
HemoSealedFd *hemo_cli_mail_map_message(GVariant *messages,
                                        GUnixFDList *fds,
                                        gsize index,
                                        GVariant **ret_values,
                                        GError **error);

/* TRUE if the verdict lets the mail go. */
gboolean hemo_cli_mail_may_go(const HemoCliMail *mail);

/* Prints the object of "assess", with @messages (floating taken, or NULL) in it: with --json
 * as such, else in plain words without them. */
void hemo_cli_mail_print(const HemoCliMailOptions *options,
                         const HemoCliMail *mail,
                         GVariant *messages);
