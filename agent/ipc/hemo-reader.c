/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-reader.h.  At most MAX_RUNNING mails are read at a time, others wait their
 * turn; a reader process that is found dead is replaced, and the mail that it had not
 * answered is given once more to the new one (only children read mail, so a mail
 * cannot have killed it).
 */
#include "hemo-reader.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reader-process.h"
#include "hemo-reader-wire.h"
#include "hemo-secret.h"

#define MAX_RUNNING 4
#define SETTLE_MS   30

struct _HemoReader {
    grefcount refs; /* the owner's and one for each ask */
    char *program;
    HemoReaderProcess *process; /* NULL: none, or none that can be trusted to answer */
    GQueue waiting;             /* of GTask, owned */
    guint n_running;
    gboolean is_closed; /* the owner has let go: nothing is started any more */
};

typedef struct {
    GTask *task; /* that this belongs to */
    HemoReader *reader;
    HemoReaderProcess *process;
    int fds[HEMO_READER_WIRE_MAX_FDS]; /* own copies, in the order of the wire */
    gsize n_fds;
    GInputStream *reply;
    guint32 size;
    HemoSecret *bytes;  /* one more than the reply may have */
    GCancellable *stop; /* cancelled by the deadline and by the caller */
    gulong cancelled_id;
    GSource *deadline;
    gboolean is_late;
    gboolean is_running;
    gboolean is_repeated;
} Ask;

static void start_ask(GTask *task);
static void read_size(GTask *task);

HemoReader *
hemo_reader_new(const char *program)
{
    HemoReader *reader = g_new0(HemoReader, 1);

    g_ref_count_init(&reader->refs);
    reader->program = g_strdup(program);
    g_queue_init(&reader->waiting);
    return reader;
}

static void
unref_reader(HemoReader *reader)
{
    if (!g_ref_count_dec(&reader->refs))
        return;
    g_clear_pointer(&reader->process, hemo_reader_process_unref);
    g_free(reader->program);
    g_free(reader);
}

static void
drop_process(HemoReader *reader)
{
    g_clear_pointer(&reader->process, hemo_reader_process_unref);
}

static void
fail(GTask *task, HemoError code, const char *words)
{
    GError *error = NULL;

    hemo_error_set(&error, code, "%s", words);
    g_task_return_error(task, error);
}

void
hemo_reader_free(HemoReader *reader)
{
    if (reader == NULL)
        return;
    reader->is_closed = TRUE;
    while (!g_queue_is_empty(&reader->waiting)) {
        g_autoptr(GTask) task = g_queue_pop_head(&reader->waiting);

        fail(task, HEMO_ERROR_CANCELLED, _("the mail was not read, as the program ends"));
    }
    if (reader->process != NULL)
        hemo_reader_process_kill(reader->process);
    drop_process(reader);
    unref_reader(reader);
}

gboolean
hemo_reader_start(HemoReader *reader, GError **error)
{
    if (reader->process != NULL && hemo_reader_process_is_gone(reader->process))
        drop_process(reader);
    if (reader->process == NULL)
        reader->process = hemo_reader_process_start(reader->program, error);
    return reader->process != NULL;
}

static void
close_fd(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void
free_ask(gpointer data)
{
    Ask *ask = data;

    for (gsize i = 0; i < ask->n_fds; i++)
        close_fd(ask->fds[i]);
    g_clear_object(&ask->reply);
    hemo_secret_unref(ask->bytes);
    if (ask->deadline != NULL)
        g_source_destroy(ask->deadline);
    g_clear_pointer(&ask->deadline, g_source_unref);
    g_clear_object(&ask->stop);
    hemo_reader_process_unref(ask->process);
    unref_reader(ask->reader);
    g_free(ask);
}

/* The ask has its result: lets the next one start.  Takes @task. */
static void
end_ask(GTask *task)
{
    Ask *ask = g_task_get_task_data(task);
    GTask *next = NULL;

    g_cancellable_disconnect(g_task_get_cancellable(task), ask->cancelled_id);
    ask->cancelled_id = 0;
    if (ask->is_running) {
        ask->is_running = FALSE;
        ask->reader->n_running--;
        next = g_queue_pop_head(&ask->reader->waiting);
    }
    if (next != NULL)
        start_ask(next);
    g_object_unref(task);
}

/* No answer.  Takes @task. */
static void
fail_ask(GTask *task)
{
    Ask *ask = g_task_get_task_data(task);

    if (ask->is_late) {
        /* It may hang: no other mail shall wait for it. */
        if (ask->reader->process == ask->process)
            drop_process(ask->reader);
        fail(task, HEMO_ERROR_TIMED_OUT, _("reading the mail took too long"));
    } else if (g_cancellable_is_cancelled(g_task_get_cancellable(task))) {
        fail(task, HEMO_ERROR_CANCELLED, _("reading the mail was cancelled"));
    } else {
        fail(task, HEMO_ERROR_FAILED, _("the mail could not be read"));
    }
    end_ask(task);
}

static int
new_request(const char *operation, guint seconds, GVariant *parameters)
{
    g_autoptr(GVariant) request =
        g_variant_ref_sink(g_variant_new("(su@a{sv})", operation, seconds, parameters));
    gsize size = g_variant_get_size(request);
    int fd = memfd_create("hemostat-request", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd >= 0 && size <= HEMO_READER_WIRE_REQUEST_MAX &&
        write(fd, g_variant_get_data(request), size) == (gssize)size &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0)
        return fd;
    close_fd(fd);
    return -1;
}

static gboolean
is_mail_fd(int fd)
{
    struct stat status;

    return fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

static int
copy_mail_fd(int fd)
{
    return is_mail_fd(fd) ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
}

/* Takes @request.  FALSE if a descriptor is of no use. */
static gboolean
take_fds(Ask *ask, const int *fds, gsize n_fds, int request)
{
    gboolean is_complete = request >= 0;

    ask->fds[HEMO_READER_WIRE_FD_MAIL] = copy_mail_fd(fds[0]);
    ask->fds[HEMO_READER_WIRE_FD_REQUEST] = request;
    ask->fds[HEMO_READER_WIRE_FD_REPLY] = -1;
    ask->n_fds = HEMO_READER_WIRE_FDS;
    is_complete = is_complete && ask->fds[HEMO_READER_WIRE_FD_MAIL] >= 0 &&
                  n_fds - 1 <= G_N_ELEMENTS(ask->fds) - HEMO_READER_WIRE_FDS;
    for (gsize i = 1; is_complete && i < n_fds; i++) {
        int copy = copy_mail_fd(fds[i]);

        is_complete = copy >= 0;
        ask->fds[ask->n_fds++] = copy;
    }
    return is_complete;
}

/* Gives the mail to a live process, a new one if need be.  @error is set only if none can be
 * started. */
static gboolean
send_ask(Ask *ask, GError **error)
{
    HemoReader *reader = ask->reader;

    for (guint i = 0; i < 2; i++) {
        if (!hemo_reader_start(reader, error))
            return FALSE;
        if (hemo_reader_process_send(reader->process, ask->fds, ask->n_fds)) {
            g_clear_pointer(&ask->process, hemo_reader_process_unref);
            ask->process = hemo_reader_process_ref(reader->process);
            return TRUE;
        }
        drop_process(reader);
    }
    return FALSE;
}

/* The mail was given to nobody: says that no reader could be started, if that is why.  Takes
 * @task and @error, which may be NULL. */
static void
fail_start(GTask *task, GError *error)
{
    if (error == NULL) {
        fail_ask(task);
        return;
    }
    g_task_return_error(task, error);
    end_ask(task);
}

/* Takes @task. */
static void
begin_reading(GTask *task)
{
    Ask *ask = g_task_get_task_data(task);
    int ends[2] = {-1, -1};
    GError *error = NULL;
    gboolean is_sent;

    is_sent = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0;
    ask->fds[HEMO_READER_WIRE_FD_REPLY] = ends[1];
    is_sent = is_sent && send_ask(ask, &error);
    close_fd(g_steal_fd(&ask->fds[HEMO_READER_WIRE_FD_REPLY]));
    if (!is_sent) {
        close_fd(ends[0]);
        fail_start(task, error);
        return;
    }
    g_clear_object(&ask->reply);
    ask->reply = g_unix_input_stream_new(ends[0], TRUE);
    read_size(task);
}

static gboolean
repeat_or_fail(gpointer user_data)
{
    GTask *task = user_data;
    Ask *ask = g_task_get_task_data(task);

    if (ask->is_repeated || ask->reader->is_closed || g_cancellable_is_cancelled(ask->stop) ||
        !hemo_reader_process_is_gone(ask->process)) {
        fail_ask(task);
    } else {
        ask->is_repeated = TRUE;
        ask->size = 0;
        g_clear_pointer(&ask->bytes, hemo_secret_unref);
        begin_reading(task);
    }
    return G_SOURCE_REMOVE;
}

/* No answer came.  If the whole process is gone, this mail only had bad luck; it takes a
 * moment until that shows, as its children end one after the other. */
static void
settle(GTask *task)
{
    g_autoptr(GSource) moment = g_timeout_source_new(SETTLE_MS);

    g_source_set_callback(moment, repeat_or_fail, task, NULL);
    g_source_attach(moment, g_main_context_get_thread_default());
}

/* The reply, or NULL if it is none. */
static GVariant *
parse_reply(Ask *ask)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GVariant) reply = NULL;

    bytes = g_bytes_new_with_free_func(hemo_secret_data(ask->bytes),
                                       ask->size,
                                       (GDestroyNotify)hemo_secret_unref,
                                       hemo_secret_ref(ask->bytes));
    reply = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE));
    return g_variant_is_normal_form(reply) ? g_steal_pointer(&reply) : NULL;
}

static void
on_bytes(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;
    Ask *ask = g_task_get_task_data(task);
    GVariant *reply = NULL;
    gsize got = 0;

    if (g_input_stream_read_all_finish(G_INPUT_STREAM(source), result, &got, NULL) &&
        got == ask->size)
        reply = parse_reply(ask);
    if (reply == NULL) {
        settle(task);
        return;
    }
    g_task_return_pointer(task, reply, (GDestroyNotify)g_variant_unref);
    end_ask(task);
}

static void
on_size(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;
    Ask *ask = g_task_get_task_data(task);
    gsize got = 0;

    if (!g_input_stream_read_all_finish(G_INPUT_STREAM(source), result, &got, NULL) ||
        got == 0) {
        settle(task);
        return;
    }
    if (got != sizeof ask->size || ask->size > HEMO_LIMIT_READER_REPLY) {
        settle(task);
        return;
    }
    /* One byte more shows whether it ends where it says. */
    ask->bytes = hemo_secret_new((gsize)ask->size + 1);
    g_input_stream_read_all_async(ask->reply,
                                  hemo_secret_data(ask->bytes),
                                  (gsize)ask->size + 1,
                                  G_PRIORITY_DEFAULT,
                                  ask->stop,
                                  on_bytes,
                                  task);
}

static void
read_size(GTask *task)
{
    Ask *ask = g_task_get_task_data(task);

    g_input_stream_read_all_async(ask->reply,
                                  &ask->size,
                                  sizeof ask->size,
                                  G_PRIORITY_DEFAULT,
                                  ask->stop,
                                  on_size,
                                  task);
}

/* Takes @task. */
static void
start_ask(GTask *task)
{
    Ask *ask = g_task_get_task_data(task);

    ask->is_running = TRUE;
    ask->reader->n_running++;
    if (g_cancellable_is_cancelled(ask->stop))
        fail_ask(task);
    else
        begin_reading(task);
}

static gboolean
on_deadline(gpointer user_data)
{
    Ask *ask = user_data;

    ask->is_late = TRUE;
    g_cancellable_cancel(ask->stop);
    if (!ask->is_running && g_queue_remove(&ask->reader->waiting, ask->task))
        fail_ask(ask->task);
    return G_SOURCE_REMOVE;
}

static void
on_cancelled(GCancellable *cancellable, gpointer user_data)
{
    g_cancellable_cancel(user_data);
}

static void
set_deadline(Ask *ask, guint seconds)
{
    ask->deadline = g_timeout_source_new_seconds(seconds);
    g_source_set_callback(ask->deadline, on_deadline, ask, NULL);
    g_source_attach(ask->deadline, g_main_context_get_thread_default());
}

void
hemo_reader_ask_async(HemoReader *reader,
                      const char *operation,
                      int fd,
                      GVariant *parameters,
                      guint seconds,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    hemo_reader_ask_many_async(reader,
                               operation,
                               &fd,
                               1,
                               parameters,
                               seconds,
                               cancellable,
                               callback,
                               user_data);
}

void
hemo_reader_ask_many_async(HemoReader *reader,
                           const char *operation,
                           const int *fds,
                           gsize n_fds,
                           GVariant *parameters,
                           guint seconds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Ask *ask = g_new0(Ask, 1);
    gboolean is_complete;

    g_ref_count_inc(&reader->refs);
    ask->task = task;
    ask->reader = reader;
    ask->stop = g_cancellable_new();
    is_complete = take_fds(ask, fds, n_fds, new_request(operation, seconds, parameters));
    g_task_set_task_data(task, ask, free_ask);
    g_task_set_source_tag(task, hemo_reader_ask_async);
    g_task_set_check_cancellable(task, FALSE);
    if (!is_complete) {
        fail(task, HEMO_ERROR_INVALID, _("this is no mail that can be read"));
        end_ask(task);
        return;
    }
    set_deadline(ask, seconds);
    if (cancellable != NULL)
        ask->cancelled_id = g_cancellable_connect(cancellable,
                                                  G_CALLBACK(on_cancelled),
                                                  g_object_ref(ask->stop),
                                                  g_object_unref);
    if (reader->n_running < MAX_RUNNING)
        start_ask(task);
    else
        g_queue_push_tail(&reader->waiting, task);
}

GVariant *
hemo_reader_ask_finish(HemoReader *reader, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
