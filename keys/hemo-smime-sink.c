/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-sink.h.  After the first error nothing more is written.
 */
#include "hemo-smime-sink.h"

#include "hemo-base64-lines.h"
#include "hemo-error.h"
#include "hemo-openssl-types.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define TURN   (16 * 1024)  /* bytes encoded at a time */
#define BUFFER (128 * 1024) /* characters written at a time */

struct _HemoSmimeSink {
    BIO_METHOD *method;
    BIO *bio;
    HemoBase64Lines *lines;
    int fd;
    int write_errno; /* first error, or 0 */
    gsize used;
    char buffer[BUFFER];
};

static void
empty_buffer(HemoSmimeSink *sink)
{
    gsize done = 0;

    while (done < sink->used && sink->write_errno == 0) {
        gssize written = write(sink->fd, sink->buffer + done, sink->used - done);

        if (written > 0)
            done += (gsize)written;
        else if (written == 0 || errno != EINTR)
            sink->write_errno = written == 0 ? EIO : errno;
    }
    sink->used = 0;
}

static void
add(HemoSmimeSink *sink, HemoSlice bytes)
{
    if (BUFFER - sink->used < hemo_base64_lines_room(bytes.size))
        empty_buffer(sink);
    sink->used += hemo_base64_lines_add(sink->lines, bytes, sink->buffer + sink->used);
}

static int
on_write(BIO *bio, const char *data, int size)
{
    HemoSmimeSink *sink = BIO_get_data(bio);
    HemoSlice rest = hemo_slice(data, (gsize)MAX(size, 0));

    for (; rest.size > 0 && sink->write_errno == 0; rest = hemo_slice_from(rest, TURN))
        add(sink, hemo_slice_sub(rest, 0, TURN));
    return sink->write_errno == 0 ? size : -1;
}

static long
on_control(BIO *bio, int command, long number, void *pointer)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

HemoSmimeSink *
hemo_smime_sink_new(int fd)
{
    HemoSmimeSink *sink = g_new0(HemoSmimeSink, 1);

    sink->fd = fd;
    sink->lines = hemo_base64_lines_new();
    sink->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "base64 lines");
    BIO_meth_set_write(sink->method, on_write);
    BIO_meth_set_ctrl(sink->method, on_control);
    sink->bio = BIO_new(sink->method);
    BIO_set_data(sink->bio, sink);
    BIO_set_init(sink->bio, 1);
    return sink;
}

void
hemo_smime_sink_free(HemoSmimeSink *sink)
{
    if (sink == NULL)
        return;
    BIO_free(sink->bio);
    BIO_meth_free(sink->method);
    hemo_base64_lines_free(sink->lines);
    g_free(sink);
}

BIO *
hemo_smime_sink_bio(const HemoSmimeSink *sink)
{
    return sink->bio;
}

static void
set_write_error(GError **error, int number)
{
    if (number == ENOSPC || number == EDQUOT)
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("there is no space for the mail"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("the encrypted mail cannot be written: %s"),
                       g_strerror(number));
}

gboolean
hemo_smime_sink_finish(HemoSmimeSink *sink, GError **error)
{
    if (BUFFER - sink->used < hemo_base64_lines_room(0))
        empty_buffer(sink);
    sink->used += hemo_base64_lines_finish(sink->lines, sink->buffer + sink->used);
    empty_buffer(sink);
    if (sink->write_errno != 0)
        set_write_error(error, sink->write_errno);
    return sink->write_errno == 0;
}
