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
#include "hemo-slice.h"

typedef enum {
    HEMO_TLS_UNKNOWN = 0, /* not told */
    HEMO_TLS_NO,          /* told: none */
    HEMO_TLS_YES,
} HemoReceivedTls;

typedef struct _HemoReceived HemoReceived;

/* @field is one body, folded or not, at most HEMO_LIMIT_RECEIVED_FIELD bytes (the rest
 * is not read).  Never NULL: what could not be read is absent. */
HemoReceived *hemo_received_parse(HemoSlice field);
void hemo_received_free(HemoReceived *received);

/* A new floating a{sv} as "hemostat received --json" prints it: from, helo, rdns, ip,
 * by, protocol, tls ("yes", "no", "unknown"), version ("TLSv1.2", "ambiguous"),
 * cipher, bits; what is not told is mv nothing (JSON null). */
GVariant *hemo_received_object(const HemoReceived *received);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReceived, hemo_received_free)
