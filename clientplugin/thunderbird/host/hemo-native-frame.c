/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-frame.h.
 */
#include "hemo-native-frame.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#define HEAD    sizeof(guint32)
#define PATIENT (8 * 1024 * 1024) /* bytes that may wait for Thunderbird */

struct _HemoNativeFrame {
    int in;
    int out;
    HemoNativeFrameHooks hooks;
    guint in_source;
    guint out_source;
    gboolean finishing;
    guint8 head[HEAD];
    gsize n_head;
    HemoSecret *body; /* NULL while the head is read */
    gsize n_body;
    GQueue waiting; /* HemoSecret, head and text */
    gsize written;  /* of the first of them */
    gsize queued;   /* bytes of all of them */
};

static void listen_in(HemoNativeFrame *frame);

static void
stop(HemoNativeFrame *frame, HemoNativeFrameEnd end)
{
    g_clear_handle_id(&frame->in_source, g_source_remove);
    frame->hooks.end(end, frame->hooks.user_data);
}

/* The head is complete. */
static gboolean
begin_body(HemoNativeFrame *frame)
{
    guint32 size = 0;

    memcpy(&size, frame->head, HEAD);
    if (size > HEMO_NATIVE_FRAME_IN) {
        stop(frame, HEMO_NATIVE_FRAME_TOO_BIG);
        return FALSE;
    }
    frame->body = hemo_secret_new(size);
    frame->n_body = 0;
    return TRUE;
}

static void
end_body(HemoNativeFrame *frame)
{
    g_autoptr(HemoSecret) body = g_steal_pointer(&frame->body);

    frame->n_head = 0;
    frame->hooks.take(body, frame->hooks.user_data);
}

static void
count(HemoNativeFrame *frame, gsize size)
{
    if (frame->body == NULL) {
        frame->n_head += size;
        if (frame->n_head < HEAD || !begin_body(frame))
            return;
    } else
        frame->n_body += size;
    if (frame->n_body == hemo_secret_size(frame->body))
        end_body(frame);
}

static gssize
read_some(HemoNativeFrame *frame)
{
    if (frame->body == NULL)
        return read(frame->in, frame->head + frame->n_head, HEAD - frame->n_head);
    return read(frame->in,
                hemo_secret_data(frame->body) + frame->n_body,
                hemo_secret_size(frame->body) - frame->n_body);
}

static gboolean
on_readable(int fd, GIOCondition condition, gpointer data)
{
    HemoNativeFrame *frame = data;
    guint source = frame->in_source;
    gssize size = read_some(frame);

    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return G_SOURCE_CONTINUE;
    if (size <= 0) {
        frame->in_source = 0;
        stop(frame, size == 0 ? HEMO_NATIVE_FRAME_CLOSED : HEMO_NATIVE_FRAME_BROKEN);
        return G_SOURCE_REMOVE;
    }
    count(frame, (gsize)size);
    if (frame->in_source == source && frame->queued > PATIENT)
        listen_in(frame);
    return frame->in_source == source;
}

static gboolean
on_hung_up(int fd, GIOCondition condition, gpointer data)
{
    HemoNativeFrame *frame = data;

    frame->in_source = 0;
    stop(frame, HEMO_NATIVE_FRAME_CLOSED);
    return G_SOURCE_REMOVE;
}

/* Takes frames, or only waits for the end while none are wanted. */
static void
listen_in(HemoNativeFrame *frame)
{
    gboolean wanted = !frame->finishing && frame->queued <= PATIENT;

    g_clear_handle_id(&frame->in_source, g_source_remove);
    frame->in_source = wanted ? g_unix_fd_add(frame->in, G_IO_IN | G_IO_HUP, on_readable, frame)
                              : g_unix_fd_add(frame->in, G_IO_HUP, on_hung_up, frame);
}

/* FALSE if no more can be written now. */
static gboolean
write_some(HemoNativeFrame *frame, gboolean *ret_broken)
{
    HemoSecret *first = g_queue_peek_head(&frame->waiting);
    HemoSlice rest = hemo_slice_from(hemo_secret_slice(first), frame->written);
    gssize size = write(frame->out, rest.data, rest.size);

    if (size < 0) {
        *ret_broken = errno != EINTR && errno != EAGAIN;
        return errno == EINTR;
    }
    frame->written += (gsize)size;
    frame->queued -= (gsize)size;
    if ((gsize)size == rest.size) {
        hemo_secret_unref(g_queue_pop_head(&frame->waiting));
        frame->written = 0;
    }
    return TRUE;
}

static gboolean
on_writable(int fd, GIOCondition condition, gpointer data)
{
    HemoNativeFrame *frame = data;
    gboolean was_patient = frame->queued > PATIENT;
    gboolean broken = FALSE;

    while (frame->waiting.length > 0 && write_some(frame, &broken))
        continue;
    if (!broken && frame->waiting.length > 0) {
        if (was_patient && frame->in_source != 0)
            listen_in(frame);
        return G_SOURCE_CONTINUE;
    }
    frame->out_source = 0;
    if (broken)
        stop(frame, HEMO_NATIVE_FRAME_BROKEN);
    else if (frame->finishing)
        stop(frame, HEMO_NATIVE_FRAME_FINISHED);
    else if (was_patient && frame->in_source != 0)
        listen_in(frame);
    return G_SOURCE_REMOVE;
}

gboolean
hemo_native_frame_send(HemoNativeFrame *frame, HemoSlice json)
{
    guint32 size = (guint32)json.size;
    HemoSecret *whole;

    if (json.size > HEMO_NATIVE_FRAME_OUT)
        return FALSE;
    whole = hemo_secret_new(HEAD + json.size);
    memcpy(hemo_secret_data(whole), &size, HEAD);
    if (size > 0)
        memcpy(hemo_secret_data(whole) + HEAD, json.data, size);
    g_queue_push_tail(&frame->waiting, whole);
    frame->queued += hemo_secret_size(whole);
    if (frame->out_source == 0)
        frame->out_source = g_unix_fd_add(frame->out, G_IO_OUT, on_writable, frame);
    return TRUE;
}

void
hemo_native_frame_finish(HemoNativeFrame *frame, HemoSlice json)
{
    frame->finishing = TRUE;
    listen_in(frame);
    hemo_native_frame_send(frame, json);
}

HemoNativeFrame *
hemo_native_frame_new(int in, int out, const HemoNativeFrameHooks *hooks)
{
    HemoNativeFrame *frame = g_new0(HemoNativeFrame, 1);

    frame->in = in;
    frame->out = out;
    frame->hooks = *hooks;
    g_queue_init(&frame->waiting);
    g_unix_set_fd_nonblocking(out, TRUE, NULL);
    listen_in(frame);
    return frame;
}

void
hemo_native_frame_free(HemoNativeFrame *frame)
{
    if (frame == NULL)
        return;
    g_clear_handle_id(&frame->in_source, g_source_remove);
    g_clear_handle_id(&frame->out_source, g_source_remove);
    g_clear_pointer(&frame->body, hemo_secret_unref);
    g_queue_clear_full(&frame->waiting, (GDestroyNotify)hemo_secret_unref);
    g_free(frame);
}
