/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-tls-stream.h.
 */
#include "hemo-tls-stream.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-tls-context.h"
#include "hemo-wire.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <stdlib.h>

#define UNKNOWN_ISSUER N_("the issuer of its certificate is not trusted on this computer")

typedef enum {
    END_NONE = 0,
    END_CLOSED,
    END_TIMED_OUT,
    END_CANCELLED,
} End;

typedef struct {
    HemoWire *wire;
    GCancellable *cancellable;
    gint64 deadline; /* monotonic, microseconds */
    gint64 patience; /* microseconds */
    gsize received;  /* since it was armed */
    End end;         /* once set, nothing goes through any more */
} Stream;

static gboolean
end_stream(Stream *stream, End end)
{
    if (stream->end == END_NONE)
        stream->end = end;
    return FALSE;
}

static short
get_events(HemoWireState state)
{
    return state == HEMO_WIRE_WAIT_WRITE ? POLLOUT : POLLIN;
}

/* Waits until the wire can go on; FALSE when the stream has ended. */
static gboolean
wait_for(Stream *stream, HemoWireState state)
{
    gint64 left = (stream->deadline - g_get_monotonic_time()) / 1000;
    struct pollfd fds[2] = {{hemo_wire_fd(stream->wire), get_events(state), 0},
                            {-1, POLLIN, 0}};
    GPollFD wake = {.fd = -1};

    if (g_cancellable_is_cancelled(stream->cancellable))
        return end_stream(stream, END_CANCELLED);
    if (left <= 0)
        return end_stream(stream, END_TIMED_OUT);
    if (g_cancellable_make_pollfd(stream->cancellable, &wake)) {
        fds[1].fd = wake.fd;
        poll(fds, 2, (int)MIN(left, G_MAXINT));
        g_cancellable_release_fd(stream->cancellable);
    } else {
        poll(fds, 1, (int)MIN(left, G_MAXINT));
    }
    return TRUE;
}

static gboolean
is_waiting(HemoWireState state)
{
    return state == HEMO_WIRE_WAIT_READ || state == HEMO_WIRE_WAIT_WRITE;
}

static ssize_t
read_stream(mailstream_low *low, void *data, size_t size)
{
    Stream *stream = low->data;
    HemoWireState state = HEMO_WIRE_FAILED;
    gsize got = 0;

    if (stream->end != END_NONE || stream->received >= HEMO_LIMIT_HTTPS_BODY)
        return -1;
    do {
        state = hemo_wire_read(stream->wire, data, size, &got);
    } while (is_waiting(state) && wait_for(stream, state));
    if (state != HEMO_WIRE_DONE) {
        end_stream(stream, END_CLOSED);
        return -1;
    }
    stream->received += got;
    return (ssize_t)got;
}

static ssize_t
write_stream(mailstream_low *low, const void *data, size_t size)
{
    Stream *stream = low->data;
    HemoWireState state = HEMO_WIRE_FAILED;
    gsize sent = 0;

    if (stream->end != END_NONE)
        return -1;
    do {
        state = hemo_wire_write(stream->wire, hemo_slice(data, size), &sent);
    } while (is_waiting(state) && wait_for(stream, state));
    if (state != HEMO_WIRE_DONE) {
        end_stream(stream, END_CLOSED);
        return -1;
    }
    stream->deadline = g_get_monotonic_time() + stream->patience;
    return (ssize_t)sent;
}

static int
close_stream(mailstream_low *low)
{
    Stream *stream = low->data;

    if (stream->end == END_NONE)
        hemo_wire_end(stream->wire);
    end_stream(stream, END_CLOSED);
    return 0;
}

static int
get_fd(mailstream_low *low)
{
    return hemo_wire_fd(((Stream *)low->data)->wire);
}

static void
free_stream(mailstream_low *low)
{
    Stream *stream = low->data;

    hemo_wire_free(stream->wire);
    g_clear_object(&stream->cancellable);
    g_free(stream);
    free(low); /* libetpan allocated it */
}

static void
cancel_stream(mailstream_low *low)
{
    end_stream(low->data, END_CANCELLED);
}

static const mailstream_low_driver driver = {
    .mailstream_read = read_stream,
    .mailstream_write = write_stream,
    .mailstream_close = close_stream,
    .mailstream_get_fd = get_fd,
    .mailstream_free = free_stream,
    .mailstream_cancel = cancel_stream,
};

mailstream_low *
hemo_tls_stream_new(int fd, GCancellable *cancellable)
{
    Stream *stream = g_new0(Stream, 1);
    mailstream_low *low = mailstream_low_new(stream, (mailstream_low_driver *)&driver);

    stream->wire = hemo_wire_new(fd, 0);
    if (cancellable != NULL)
        stream->cancellable = g_object_ref(cancellable);
    if (low == NULL) {
        hemo_wire_free(stream->wire);
        g_clear_object(&stream->cancellable);
        g_free(stream);
        return NULL;
    }
    hemo_tls_stream_arm(low, HEMO_LIMIT_SUBMIT_WAIT);
    return low;
}

void
hemo_tls_stream_arm(mailstream_low *low, guint seconds)
{
    Stream *stream = low->data;

    stream->patience = (gint64)seconds * G_USEC_PER_SEC;
    stream->deadline = g_get_monotonic_time() + stream->patience;
    stream->received = 0;
}

static gboolean
shake_hands(Stream *stream)
{
    HemoWireState state;

    do {
        state = hemo_wire_handshake(stream->wire);
    } while (is_waiting(state) && wait_for(stream, state));
    return state == HEMO_WIRE_DONE;
}

static gboolean
start_tls(Stream *stream, SSL_CTX *context, const char *host)
{
    SSL *ssl = NULL;

    /* rule S5: nobody may have slipped a reply in between */
    if (hemo_wire_ssl(stream->wire) == NULL && !hemo_wire_has_unread(stream->wire))
        ssl = hemo_tls_context_make_ssl(context, host);
    if (ssl == NULL)
        return FALSE;
    SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
    hemo_wire_start_tls(stream->wire, ssl);
    return shake_hands(stream) && hemo_tls_context_is_verified(ssl) &&
           hemo_tls_context_is_strong(ssl);
}

/* What OpenSSL calls it, and what a person can understand of it. */
static const struct {
    long result;
    const char *words;
} distrusts[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, N_("its certificate has expired")},
    {X509_V_ERR_CERT_NOT_YET_VALID,
     N_("its certificate is not valid yet, by this computer's clock")},
    {X509_V_ERR_HOSTNAME_MISMATCH, N_("its certificate is not for this name")},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, UNKNOWN_ISSUER},
    {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, UNKNOWN_ISSUER},
    {X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, UNKNOWN_ISSUER},
    {X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, UNKNOWN_ISSUER},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, UNKNOWN_ISSUER},
    {X509_V_ERR_CERT_UNTRUSTED, UNKNOWN_ISSUER},
    {X509_V_ERR_CERT_SIGNATURE_FAILURE,
     UNKNOWN_ISSUER}, /* of the same name, with another key */
};

static void
set_distrust(Stream *stream, const char *host, GError **error)
{
    SSL *ssl = hemo_wire_ssl(stream->wire);
    long result = ssl != NULL ? SSL_get_verify_result(ssl) : X509_V_OK;
    const char *cause = N_("its encryption or its certificate is not in order");

    for (gsize i = 0; i < G_N_ELEMENTS(distrusts); i++) {
        if (distrusts[i].result == result)
            cause = distrusts[i].words;
    }
    hemo_error_set(error,
                   HEMO_ERROR_UNTRUSTED,
                   _("the connection to the mail server %s cannot be trusted: %s"),
                   host,
                   _(cause));
}

gboolean
hemo_tls_stream_start(mailstream_low *low, SSL_CTX *context, const char *host, GError **error)
{
    Stream *stream = low->data;

    if (stream->end == END_NONE && start_tls(stream, context, host))
        return TRUE;
    if (stream->end == END_TIMED_OUT || stream->end == END_CANCELLED)
        hemo_tls_stream_set_error(low, error);
    else
        set_distrust(stream, host, error);
    end_stream(stream, END_CLOSED);
    return FALSE;
}

void
hemo_tls_stream_set_error(mailstream_low *low, GError **error)
{
    Stream *stream = low->data;

    if (stream->end == END_TIMED_OUT)
        hemo_error_set(error,
                       HEMO_ERROR_TIMED_OUT,
                       _("the mail server did not answer in time"));
    else if (stream->end == END_CANCELLED)
        hemo_error_set(error, HEMO_ERROR_CANCELLED, _("sending was given up"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_UNREACHABLE,
                       _("the connection to the mail server broke"));
}
