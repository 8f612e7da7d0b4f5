/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who handed the mail over, as the comments between "from" and "by" tell: the
 * name said in HELO, the name that the server itself looked up, the address.
 */
#pragma once

#include "hemo-slice.h"

typedef struct {
    HemoSlice helo;
    HemoSlice rdns; /* only what the server looked up and did not call forged */
    HemoSlice ip;
    gboolean from_is_rdns; /* HELO stands apart, so the word after "from" is a looked-up name */
    gboolean authenticated;
} HemoReceivedPeer;

/* Adds what the inside of one comment says.  TRUE if it holds the peer's address. */
gboolean hemo_received_peer_read_comment(HemoReceivedPeer *peer, HemoSlice comment);

/* Adds a bare address or literal.  FALSE if @word is none. */
gboolean hemo_received_peer_read_literal(HemoReceivedPeer *peer, HemoSlice word);

/* The address in "[1.2.3.4]", "[IPv6:2001:db8::1]", "1.2.3.4:25", "user@1.2.3.4" ...,
 * or an empty slice. */
HemoSlice hemo_received_peer_address(HemoSlice word);
