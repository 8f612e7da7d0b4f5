/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wire.h.
 */
#include "hemo-wire.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHUNK (16 * 1024)

struct _HemoWire {
    int fd;
    gsize limit;
    gsize received;
    SSL *ssl;
    BIO *in;  /* from the socket to OpenSSL; owned by ssl */
    BIO *out; /* from OpenSSL to the socket; owned by ssl */
};

/* One call of OpenSSL, as a value: what to do, on which bytes. */
typedef struct {
    int (*run)(SSL *ssl, void *data, int size);
    void *data;
    int size;
} Call;

HemoWire *
hemo_wire_new(int fd, gsize limit)
{
    HemoWire *wire = g_new0(HemoWire, 1);

    wire->fd = fd;
    wire->limit = limit;
    return wire;
}

void
hemo_wire_free(HemoWire *wire)
{
    if (wire == NULL)
        return;
    SSL_free(wire->ssl);
    close(wire->fd);
    g_free(wire);
}

int
hemo_wire_fd(const HemoWire *wire)
{
    return wire->fd;
}

SSL *
hemo_wire_ssl(const HemoWire *wire)
{
    return wire->ssl;
}

static HemoWireState
wait_or_fail(HemoWireState wait)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wait : HEMO_WIRE_FAILED;
}

static HemoWireState
receive(HemoWire *wire, void *data, gsize size, gsize *ret_size)
{
    gssize got;

    if (wire->limit > 0 && wire->received >= wire->limit)
        return HEMO_WIRE_FAILED;
    if (wire->limit > 0)
        size = MIN(size, wire->limit - wire->received);
    got = recv(wire->fd, data, size, 0);
    if (got < 0)
        return wait_or_fail(HEMO_WIRE_WAIT_READ);
    if (got == 0)
        return HEMO_WIRE_CLOSED;
    wire->received += (gsize)got;
    *ret_size = (gsize)got;
    return HEMO_WIRE_DONE;
}

static HemoWireState
transmit(HemoWire *wire, HemoSlice bytes, gsize *ret_size)
{
    gssize sent = send(wire->fd, bytes.data, bytes.size, MSG_NOSIGNAL);

    if (sent < 0)
        return wait_or_fail(HEMO_WIRE_WAIT_WRITE);
    *ret_size = (gsize)sent;
    return HEMO_WIRE_DONE;
}

/* Everything that OpenSSL has written goes to the socket. */
static HemoWireState
flush(HemoWire *wire)
{
    for (;;) {
        char chunk[CHUNK];
        char *pending = NULL;
        long size = BIO_get_mem_data(wire->out, &pending);
        HemoWireState state;
        gsize sent = 0;

        if (size <= 0)
            return HEMO_WIRE_DONE;
        state = transmit(wire, hemo_slice(pending, (gsize)MIN(size, CHUNK)), &sent);
        if (state != HEMO_WIRE_DONE)
            return state;
        BIO_read(wire->out, chunk, (int)sent);
    }
}

static HemoWireState
fill(HemoWire *wire)
{
    guint8 chunk[CHUNK];
    gsize got = 0;
    HemoWireState state = receive(wire, chunk, sizeof chunk, &got);

    if (state == HEMO_WIRE_DONE && BIO_write(wire->in, chunk, (int)got) != (int)got)
        return HEMO_WIRE_FAILED;
    return state;
}

static HemoWireState
after_error(HemoWire *wire, int failure)
{
    HemoWireState flushed = flush(wire);

    if (failure == SSL_ERROR_ZERO_RETURN)
        return HEMO_WIRE_CLOSED;
    if (failure != SSL_ERROR_WANT_READ)
        return HEMO_WIRE_FAILED;
    return flushed == HEMO_WIRE_DONE ? fill(wire) : flushed;
}

static HemoWireState
run_call(HemoWire *wire, const Call *call, gsize *ret_size)
{
    HemoWireState state = flush(wire);

    while (state == HEMO_WIRE_DONE) {
        int result;

        ERR_clear_error();
        result = call->run(wire->ssl, call->data, call->size);
        if (result > 0) {
            *ret_size = (gsize)result;
            flush(wire); /* what does not go now goes with the next call */
            return HEMO_WIRE_DONE;
        }
        state = after_error(wire, SSL_get_error(wire->ssl, result));
    }
    return state;
}

static int
run_read(SSL *ssl, void *data, int size)
{
    return SSL_read(ssl, data, size);
}

static int
run_write(SSL *ssl, void *data, int size)
{
    return SSL_write(ssl, data, size);
}

static int
run_handshake(SSL *ssl, void *data, int size)
{
    return SSL_do_handshake(ssl);
}

HemoWireState
hemo_wire_read(HemoWire *wire, void *data, gsize size, gsize *ret_size)
{
    Call call = {run_read, data, (int)MIN(size, CHUNK)};

    if (wire->ssl == NULL)
        return receive(wire, data, size, ret_size);
    return run_call(wire, &call, ret_size);
}

HemoWireState
hemo_wire_write(HemoWire *wire, HemoSlice bytes, gsize *ret_size)
{
    Call call = {run_write, (void *)bytes.data, (int)MIN(bytes.size, CHUNK)};

    *ret_size = 0;
    if (bytes.size == 0)
        return HEMO_WIRE_DONE;
    if (wire->ssl == NULL)
        return transmit(wire, bytes, ret_size);
    return run_call(wire, &call, ret_size);
}

gboolean
hemo_wire_has_unread(const HemoWire *wire)
{
    guint8 byte;

    return recv(wire->fd, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void
hemo_wire_start_tls(HemoWire *wire, SSL *ssl)
{
    wire->ssl = ssl;
    wire->in = BIO_new(BIO_s_mem());
    wire->out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(wire->in, -1);
    BIO_set_mem_eof_return(wire->out, -1);
    SSL_set_bio(ssl, wire->in, wire->out);
}

HemoWireState
hemo_wire_handshake(HemoWire *wire)
{
    Call call = {run_handshake, NULL, 0};
    gsize size = 0;

    return run_call(wire, &call, &size);
}

void
hemo_wire_end(HemoWire *wire)
{
    if (wire->ssl != NULL && SSL_is_init_finished(wire->ssl)) {
        ERR_clear_error();
        SSL_shutdown(wire->ssl);
        flush(wire);
    }
    shutdown(wire->fd, SHUT_WR);
}
