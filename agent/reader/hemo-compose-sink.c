/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-sink.h.
 */
#include "hemo-compose-sink.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "hemo-limits.h"
#include "hemo-reader-wire.h"
#include "hemo-secret.h"

#define GATHERED (32 * 1024) /* GObject holds less than 64 KiB */

struct _HemoComposeSink {
    GMimeStream parent;
    int fd;
    const char *failure; /* NULL: none yet */
    guint64 size;
    gsize n_gathered;
    guint8 gathered[GATHERED];
};

G_DEFINE_FINAL_TYPE(HemoComposeSink, hemo_compose_sink, GMIME_TYPE_STREAM)

static void
write_gathered(HemoComposeSink *sink)
{
    HemoSlice rest = hemo_slice(sink->gathered, sink->n_gathered);

    sink->n_gathered = 0;
    while (rest.size > 0 && sink->failure == NULL) {
        gssize written = write(sink->fd, rest.data, rest.size);

        if (written > 0)
            rest = hemo_slice_from(rest, (gsize)written);
        else if (written == 0 || errno != EINTR)
            sink->failure = HEMO_READER_WIRE_STORAGE;
    }
}

static void
gather(HemoComposeSink *sink, HemoSlice bytes)
{
    while (bytes.size > 0) {
        gsize size = MIN(bytes.size, GATHERED - sink->n_gathered);

        memcpy(sink->gathered + sink->n_gathered, bytes.data, size);
        sink->n_gathered += size;
        bytes = hemo_slice_from(bytes, size);
        if (sink->n_gathered == GATHERED)
            write_gathered(sink);
    }
}

static ssize_t
sink_write(GMimeStream *stream, const char *data, size_t size)
{
    HemoComposeSink *sink = HEMO_COMPOSE_SINK(stream);

    if (size > HEMO_LIMIT_MAIL - sink->size && sink->failure == NULL)
        sink->failure = HEMO_READER_WIRE_TOO_BIG;
    if (sink->failure != NULL)
        return -1;
    gather(sink, hemo_slice(data, size));
    sink->size += size;
    stream->position += (gint64)size;
    return sink->failure == NULL ? (ssize_t)size : -1;
}

static int
sink_flush(GMimeStream *stream)
{
    return 0; /* hemo_compose_sink_finish() does it */
}

static int
sink_close(GMimeStream *stream)
{
    return 0; /* the descriptor is borrowed */
}

static void
hemo_compose_sink_finalize(GObject *object)
{
    HemoComposeSink *sink = HEMO_COMPOSE_SINK(object);

    hemo_erase(sink->gathered, sizeof sink->gathered);
    G_OBJECT_CLASS(hemo_compose_sink_parent_class)->finalize(object);
}

static void
hemo_compose_sink_class_init(HemoComposeSinkClass *class)
{
    GMimeStreamClass *stream = GMIME_STREAM_CLASS(class);

    stream->write = sink_write;
    stream->flush = sink_flush;
    stream->close = sink_close;
    G_OBJECT_CLASS(class)->finalize = hemo_compose_sink_finalize;
}

static void
hemo_compose_sink_init(HemoComposeSink *sink)
{
}

HemoComposeSink *
hemo_compose_sink_new(int fd)
{
    HemoComposeSink *sink = g_object_new(HEMO_COMPOSE_SINK_TYPE, NULL);

    g_mime_stream_construct(GMIME_STREAM(sink), 0, -1);
    sink->fd = fd;
    return sink;
}

const char *
hemo_compose_sink_finish(HemoComposeSink *sink, guint64 *ret_size)
{
    write_gathered(sink);
    *ret_size = sink->size;
    return sink->failure;
}
