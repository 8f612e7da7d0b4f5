/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-gpgme-loop.h.  GPGME asks that nothing is watched before it says START,
 * and must not be released from one of its own callbacks: the end goes by an idle.
 */
#include "hemo-gpgme-loop.h"

#include <fcntl.h>
#include <glib-unix.h>

/* A large pipe holds some milliseconds of an engine's work, so that there is time for a
 * rest between two turns: else each few kilobytes would wake us. */
#define PIPE_SIZE (1024 * 1024)
#define REST_MS   1

struct _HemoGpgmeLoop {
    gpgme_ctx_t context;
    const HemoGpgmeHandler *handler;
    gpointer data;
    GMainContext *main_context;
    GPtrArray *watches; /* Watch, owned */
    gboolean is_started;
    GSource *cancel; /* or NULL */
    GSource *end;    /* scheduled end, or NULL */
    gpgme_error_t result;
};

/* One pipe. */
typedef struct {
    HemoGpgmeLoop *loop;
    int fd;
    GIOCondition condition;
    gpgme_io_cb_t function;
    gpointer data;
    gboolean may_rest;
    GSource *source; /* NULL until the start; of the pipe, or of the rest from it */
} Watch;

static void
clear_source(GSource **source)
{
    if (*source == NULL)
        return;
    g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
watch_free(gpointer data)
{
    Watch *watch = data;

    clear_source(&watch->source);
    g_free(watch);
}

static void watch_start(gpointer data, gpointer loop_data);

static gboolean
on_rested(gpointer data)
{
    Watch *watch = data;

    clear_source(&watch->source);
    watch_start(watch, watch->loop);
    return G_SOURCE_REMOVE;
}

static void
watch_rest(Watch *watch)
{
    clear_source(&watch->source);
    watch->source = g_timeout_source_new(REST_MS);
    g_source_set_priority(watch->source, G_PRIORITY_DEFAULT);
    g_source_set_callback(watch->source, on_rested, watch, NULL);
    g_source_attach(watch->source, watch->loop->main_context);
}

/* GPGME's function may take its own watch away: @watch is not touched after it. */
static gboolean
on_ready(int fd, GIOCondition condition, gpointer data)
{
    Watch *watch = data;
    HemoGpgmeLoop *loop = watch->loop;

    if (loop->handler->pipe == NULL ||
        !loop->handler->pipe(fd, (watch->condition & G_IO_OUT) != 0, loop->data))
        watch->function(watch->data, fd);
    else if (watch->may_rest)
        watch_rest(watch);
    return G_SOURCE_CONTINUE;
}

static void
watch_start(gpointer data, gpointer loop_data)
{
    Watch *watch = data;

    if (watch->source != NULL)
        return;
    watch->source = g_unix_fd_source_new(watch->fd, watch->condition);
    g_source_set_callback(watch->source, G_SOURCE_FUNC(on_ready), watch, NULL);
    g_source_attach(watch->source, watch->loop->main_context);
}

static gpgme_error_t
on_add(void *data,
       int fd,
       int reads,
       gpgme_io_cb_t function,
       void *function_data,
       void **ret_tag)
{
    HemoGpgmeLoop *loop = data;
    Watch *watch = g_new0(Watch, 1);

    watch->loop = loop;
    watch->fd = fd;
    watch->condition = (reads ? G_IO_IN : G_IO_OUT) | G_IO_HUP | G_IO_ERR;
    watch->function = function;
    watch->data = function_data;
    if (loop->handler->pipe != NULL) {
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        watch->may_rest = fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE) >= PIPE_SIZE;
    }
    g_ptr_array_add(loop->watches, watch);
    if (loop->is_started)
        watch_start(watch, loop);
    *ret_tag = watch;
    return GPG_ERR_NO_ERROR;
}

static void
on_remove(void *tag)
{
    Watch *watch = tag;

    g_ptr_array_remove_fast(watch->loop->watches, watch);
}

static gboolean
on_end(gpointer data)
{
    HemoGpgmeLoop *loop = data;

    loop->handler->done(loop->result, loop->data);
    return G_SOURCE_REMOVE;
}

/* The first end counts. */
static void
schedule_end(HemoGpgmeLoop *loop, gpgme_error_t result)
{
    if (loop->end != NULL)
        return;
    clear_source(&loop->cancel);
    loop->result = result;
    loop->end = g_idle_source_new();
    g_source_set_priority(loop->end, G_PRIORITY_DEFAULT);
    g_source_set_callback(loop->end, on_end, loop, NULL);
    g_source_attach(loop->end, loop->main_context);
}

static void
on_event(void *data, gpgme_event_io_t type, void *type_data)
{
    HemoGpgmeLoop *loop = data;
    gpgme_io_event_done_data_t end = type_data;

    if (type == GPGME_EVENT_START) {
        loop->is_started = TRUE;
        g_ptr_array_foreach(loop->watches, watch_start, loop);
    } else if (type == GPGME_EVENT_DONE) {
        schedule_end(loop, end->err != GPG_ERR_NO_ERROR ? end->err : end->op_err);
    } else if (type == GPGME_EVENT_NEXT_KEY && loop->handler->key != NULL) {
        loop->handler->key(type_data, loop->data);
    } else if (type == GPGME_EVENT_NEXT_KEY) {
        gpgme_key_unref(type_data);
    }
}

HemoGpgmeLoop *
hemo_gpgme_loop_new(gpgme_ctx_t context, const HemoGpgmeHandler *handler, gpointer data)
{
    HemoGpgmeLoop *loop = g_new0(HemoGpgmeLoop, 1);
    struct gpgme_io_cbs callbacks = {on_add, loop, on_remove, on_event, loop};

    loop->context = context;
    loop->handler = handler;
    loop->data = data;
    loop->main_context = g_main_context_ref_thread_default();
    loop->watches = g_ptr_array_new_with_free_func(watch_free);
    gpgme_set_io_cbs(context, &callbacks);
    return loop;
}

void
hemo_gpgme_loop_free(HemoGpgmeLoop *loop)
{
    if (loop == NULL)
        return;
    clear_source(&loop->cancel);
    gpgme_release(loop->context);
    clear_source(&loop->end);
    g_ptr_array_unref(loop->watches);
    g_main_context_unref(loop->main_context);
    g_free(loop);
}

gpgme_ctx_t
hemo_gpgme_loop_context(HemoGpgmeLoop *loop)
{
    return loop->context;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data)
{
    HemoGpgmeLoop *loop = data;

    gpgme_cancel(loop->context);
    schedule_end(loop, gpgme_error(GPG_ERR_CANCELED));
    return G_SOURCE_REMOVE;
}

void
hemo_gpgme_loop_begin(HemoGpgmeLoop *loop, gpgme_error_t started, GCancellable *cancellable)
{
    if (started != GPG_ERR_NO_ERROR) {
        schedule_end(loop, started);
        return;
    }
    if (cancellable == NULL || loop->end != NULL)
        return;
    loop->cancel = g_cancellable_source_new(cancellable);
    g_source_set_callback(loop->cancel, G_SOURCE_FUNC(on_cancelled), loop, NULL);
    g_source_attach(loop->cancel, loop->main_context);
}
