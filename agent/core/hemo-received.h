/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One Received trace field (RFC 5321 section 4.4) read by lexing: names, what the
 * stamping server itself says of TLS, and the bytes that prove it.  Words that a
 * sender can choose (HELO, rDNS, envelope addresses, ids, client certificate
 * names) are never taken for evidence.
 */
#pragma once

#include "hemo-names.h"
#include "hemo-received-note.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_RECEIVED_FROM,     /* the name behind "from" */
    HEMO_RECEIVED_HELO,     /* what the peer called itself: its own word */
    HEMO_RECEIVED_RDNS,     /* what the server looked up */
    HEMO_RECEIVED_IP,       /* the peer's address */
    HEMO_RECEIVED_BY,       /* the server that wrote the field */
    HEMO_RECEIVED_BANNER,   /* the first comment behind "by": its software */
    HEMO_RECEIVED_PROTOCOL, /* the first word behind "with" */
    HEMO_RECEIVED_PHRASE,   /* all words of "with", up to a comment */
    HEMO_N_RECEIVED_ITEMS
} HemoReceivedItem;

typedef struct _HemoReceived HemoReceived;

/* @field is one body, folded or not, at most HEMO_LIMIT_RECEIVED_FIELD bytes (the rest
 * is not read).  Never NULL: what could not be read is absent. */
HemoReceived *hemo_received_parse(HemoSlice field);
void hemo_received_free(HemoReceived *received);

/* Empty if the field does not tell.  Valid as long as @received. */
HemoSlice hemo_received_item(const HemoReceived *received, HemoReceivedItem item);

/* What the field tells of TLS. */
const HemoReceivedNote *hemo_received_note(const HemoReceived *received);

/* The bytes of the field that prove it; FALSE if there are none. */
gboolean
hemo_received_evidence(const HemoReceived *received, gsize *ret_offset, gsize *ret_length);

/* TRUE if the peer logged in: an A in the protocol (RFC 3848) or words to that effect. */
gboolean hemo_received_is_authenticated(const HemoReceived *received);

/* TRUE for a hand-over within one machine that names no peer: "(qmail 1 invoked ...)",
 * "from userid", list expansion, mail pickup. */
gboolean hemo_received_is_local(const HemoReceived *received);

/* @text of a field as it may be shown: valid UTF-8, and what would break a sentence around it
 * (control characters, marks of direction, other spaces than ' ') is '?'. */
char *hemo_received_text(HemoSlice text);

/* A new floating a{sv} as "hemostat received --json" prints it: from, helo, rdns, ip,
 * by, protocol, tls ("yes", "no", "unknown"), version ("TLSv1.2", "ambiguous"),
 * cipher, bits; what is not told is mv nothing (JSON null). */
GVariant *hemo_received_object(const HemoReceived *received);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReceived, hemo_received_free)
