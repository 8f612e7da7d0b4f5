/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One connected, non-blocking socket, first in the clear, then under TLS.  OpenSSL
 * sees only memory: all bytes pass here, are counted, and a peer that has gone
 * raises no signal.  Waiting is the caller's: a main loop, or poll() with a deadline.
 */
#pragma once

#include "hemo-slice.h"

#include <openssl/ssl.h>

typedef struct _HemoWire HemoWire;

typedef enum {
    HEMO_WIRE_FAILED = 0, /* socket or TLS error, or the limit is passed: only free it */
    HEMO_WIRE_CLOSED,     /* the peer ended it */
    HEMO_WIRE_DONE,
    HEMO_WIRE_WAIT_READ,  /* try again when the socket is readable */
    HEMO_WIRE_WAIT_WRITE, /* ... writable */
} HemoWireState;

/* Takes @fd.  @limit: bytes that may be received in all, 0 for no limit. */
HemoWire *hemo_wire_new(int fd, gsize limit);
void hemo_wire_free(HemoWire *wire); /* NULL is fine */
int hemo_wire_fd(const HemoWire *wire);

/* Under TLS nothing of the plain socket is read past; DONE sets @ret_size to 1 or more. */
HemoWireState hemo_wire_read(HemoWire *wire, void *data, gsize size, gsize *ret_size);
HemoWireState hemo_wire_write(HemoWire *wire, HemoSlice bytes, gsize *ret_size);

/* TRUE if the peer has sent what nobody asked for: before TLS begins, an injection. */
gboolean hemo_wire_has_unread(const HemoWire *wire);

/* Takes @ssl; from here on only TLS.  Then call handshake until it is no longer WAIT. */
void hemo_wire_start_tls(HemoWire *wire, SSL *ssl);
HemoWireState hemo_wire_handshake(HemoWire *wire);

/* NULL in the clear. */
SSL *hemo_wire_ssl(const HemoWire *wire);

/* Tells the peer that nothing more comes; best effort, never waits. */
void hemo_wire_end(HemoWire *wire);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoWire, hemo_wire_free)
