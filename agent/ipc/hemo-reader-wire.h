/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What hemo-reader.c and hemostat-reader say to each other.  Both are always of one
 * version: the number is only there so that a mismatch fails at once.
 *
 * Over the control socket (SOCK_SEQPACKET, fd 3 of the reader) goes one byte, the
 * version, with three descriptors or more: the mail, the request (a sealed memfd that
 * holds HEMO_READER_WIRE_REQUEST: operation, seconds, parameters) and the reader's end of
 * a SOCK_STREAM pair.  Back over that pair come the size of the reply (guint32, host
 * order) and the reply, a serialised a{sv}; then it is closed.
 *
 * The operation "compose" reads its JSON where others read the mail, and takes further
 * descriptors: an empty memfd that it writes the message to, and the parts in order.
 * Its reply has result s, one of the words below, and size t, the bytes of the message,
 * if that word is HEMO_READER_WIRE_BUILT.
 *
 * The operation "pdf" takes one further descriptor, an empty memfd that it writes the file
 * to, and replies in the same way.
 */
#pragma once

#include "hemo-limits.h"

#define HEMO_READER_WIRE_VERSION     2
#define HEMO_READER_WIRE_CONTROL     3 /* descriptor number in the reader */
#define HEMO_READER_WIRE_REQUEST     "(sua{sv})"
#define HEMO_READER_WIRE_REQUEST_MAX (1024 * 1024) /* bytes */
#define HEMO_READER_WIRE_COMPOSE     "compose"
#define HEMO_READER_WIRE_PDF         "pdf"

enum {
    HEMO_READER_WIRE_FD_MAIL,
    HEMO_READER_WIRE_FD_REQUEST,
    HEMO_READER_WIRE_FD_REPLY,
    HEMO_READER_WIRE_FDS, /* of every operation but "compose" and "pdf" */
    HEMO_READER_WIRE_FD_OUTPUT = HEMO_READER_WIRE_FDS,
    HEMO_READER_WIRE_FD_PARTS, /* the first of them */
    HEMO_READER_WIRE_PDF_FDS = HEMO_READER_WIRE_FD_PARTS,
    HEMO_READER_WIRE_PDF_FIRST = 3, /* number of the first one in hemostat-pdf */
    HEMO_READER_WIRE_MAX_FDS = HEMO_READER_WIRE_FD_PARTS + HEMO_LIMIT_ATTACHED_FDS
};

/* Results of "compose" and "pdf".  The client has the words for people: what a child says in
 * its own words is shown to nobody. */
#define HEMO_READER_WIRE_BUILT      "built"
#define HEMO_READER_WIRE_NO_OBJECT  "no-object"  /* not JSON, or not in this form */
#define HEMO_READER_WIRE_SENDER     "sender"     /* no From, or not one mailbox */
#define HEMO_READER_WIRE_RECIPIENTS "recipients" /* one that is no mailbox; too many */
#define HEMO_READER_WIRE_ENVELOPE   "envelope"   /* other people than the envelope has */
#define HEMO_READER_WIRE_FIELD      "field"      /* a header field that may not stand so */
#define HEMO_READER_WIRE_PARTS      "parts"      /* counts that differ, or a wrong part */
#define HEMO_READER_WIRE_TOO_BIG    "too-big"    /* over HEMO_LIMIT_MAIL */
#define HEMO_READER_WIRE_STORAGE    "storage"    /* it could not be written */
#define HEMO_READER_WIRE_MAIL       "mail"       /* it is built so that nobody can be sure */
#define HEMO_READER_WIRE_PASSPHRASE "passphrase" /* there is none, or it is no text */
#define HEMO_READER_WIRE_PAGES      "pages"      /* they could not be drawn: no font, perhaps */
#define HEMO_READER_WIRE_ENCRYPTION "encryption" /* the file could not be encrypted */
