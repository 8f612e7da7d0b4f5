/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What hemo-reader.c and hemostat-reader say to each other.  Both are always of one
 * version: the number is only there so that a mismatch fails at once.
 *
 * Over the control socket (SOCK_SEQPACKET, fd 3 of the reader) goes one byte, the
 * version, with three descriptors: the mail, the request (a sealed memfd that holds
 * HEMO_READER_WIRE_REQUEST: operation, seconds, parameters) and the reader's end of a
 * SOCK_STREAM pair.  Back over that pair come the size of the reply (guint32, host
 * order) and the reply, a serialised a{sv}; then it is closed.
 */
#pragma once

#define HEMO_READER_WIRE_VERSION     1
#define HEMO_READER_WIRE_CONTROL     3 /* descriptor number in the reader */
#define HEMO_READER_WIRE_REQUEST     "(sua{sv})"
#define HEMO_READER_WIRE_REQUEST_MAX (1024 * 1024) /* bytes */

enum {
    HEMO_READER_WIRE_FD_MAIL,
    HEMO_READER_WIRE_FD_REQUEST,
    HEMO_READER_WIRE_FD_REPLY,
    HEMO_READER_WIRE_FDS
};
