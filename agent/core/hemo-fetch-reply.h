/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The few lines that a server for fetching mail says before TLS: its greeting (RFC 1939
 * section 4, RFC 3501 section 7.1) and its answer to STLS (RFC 2595) or to "a1 STARTTLS".
 * Strict: what is not understood is STRANGE.  Pure.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_FETCH_PROTOCOL_INVALID = 0,
    HEMO_FETCH_PROTOCOL_POP,
    HEMO_FETCH_PROTOCOL_IMAP,
} HemoFetchProtocol;

typedef enum {
    HEMO_FETCH_REPLY_STRANGE = 0, /* hang up */
    HEMO_FETCH_REPLY_GOOD,
    HEMO_FETCH_REPLY_NO,
    HEMO_FETCH_REPLY_MORE, /* IMAP says something beside it: read the next line */
} HemoFetchReply;

/* What asks for TLS, with its line end. */
const char *hemo_fetch_reply_command(HemoFetchProtocol protocol);

/* @line has its CRLF. */
HemoFetchReply hemo_fetch_reply_read_greeting(HemoFetchProtocol protocol, HemoSlice line);
HemoFetchReply hemo_fetch_reply_read_answer(HemoFetchProtocol protocol, HemoSlice line);
