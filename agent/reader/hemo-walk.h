/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Walks the parts of a mail, attached mails included, in the order and with the path
 * numbers of IMAP (RFC 9051 section 6.4.5), and has each leaf read.
 */
#pragma once

#include "hemo-leaf.h"

typedef struct {
    HemoLeaves leaves;
    GMimeParserOptions *options;
    gboolean is_report; /* attached mails are given whole, as a leaf */
    HemoBuffer *names;  /* and descriptions of the parts so far; the walk's own */
    guint n_parts;
    guint depth;
    gboolean is_damaged; /* the mail can be read in more than one way, or not to its end */
} HemoWalk;

/* A mail that GMime reads from @bytes, which is not freed or changed and must outlive the
 * mail; NULL if it is none. */
GMimeMessage *hemo_walk_parse(GByteArray *bytes, GMimeParserOptions *options);

/* Walks the body of @message.  @walk is set up by the caller. */
void hemo_walk_message(HemoWalk *walk, GMimeMessage *message);
