/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-mail-file.h.
 */
#include "hemo-claws-mail-file.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define CHUNK     (32 * 1024)
#define QUEUE_END "\nX-Claws-End-Special-Headers: 1\n"

/* Reads @path until @is_done says so or the file ends. */
static HemoBuffer *
read_until(const char *path, gsize limit, gboolean (*is_done)(HemoSlice bytes), GError **error)
{
    g_autoptr(HemoBuffer) buffer = hemo_buffer_new();
    g_autoptr(HemoSecret) chunk = hemo_secret_new(CHUNK);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    gssize n = fd < 0 ? -1 : 1;

    while (n > 0 && hemo_buffer_slice(buffer).size <= limit &&
           !(is_done != NULL && is_done(hemo_buffer_slice(buffer)))) {
        n = read(fd, hemo_secret_data(chunk), CHUNK);
        if (n > 0)
            hemo_buffer_append(buffer, hemo_slice(hemo_secret_data(chunk), (gsize)n));
        else if (n < 0 && errno == EINTR)
            n = 1;
    }
    if (fd >= 0)
        close(fd);
    if (n >= 0)
        return g_steal_pointer(&buffer);
    hemo_error_set(error, HEMO_ERROR_STORAGE, _("the mail cannot be read"));
    return NULL;
}

/* Offset behind the first empty line; 0: there is none. */
static gsize
find_end_of_headers(HemoSlice bytes)
{
    HemoSlice rest = bytes, line;

    while (hemo_slice_next_line(&rest, &line))
        if (line.size == 0)
            return bytes.size - rest.size;
    return 0;
}

static gboolean
has_headers(HemoSlice bytes)
{
    return find_end_of_headers(bytes) > 0;
}

HemoSecret *
hemo_claws_mail_file_read_headers(const char *path, GError **error)
{
    g_autoptr(HemoBuffer) buffer =
        read_until(path, HEMO_LIMIT_HEADER_BLOCK, has_headers, error);
    gsize end;

    if (buffer == NULL)
        return NULL;
    end = find_end_of_headers(hemo_buffer_slice(buffer));
    hemo_buffer_truncate(
        buffer,
        MIN(end > 0 ? end : hemo_buffer_slice(buffer).size, HEMO_LIMIT_HEADER_BLOCK));
    return hemo_buffer_finish(g_steal_pointer(&buffer));
}

HemoSecret *
hemo_claws_mail_file_read(const char *path, GError **error)
{
    g_autoptr(HemoBuffer) buffer = read_until(path, HEMO_LIMIT_MAIL, NULL, error);

    if (buffer == NULL)
        return NULL;
    if (hemo_buffer_slice(buffer).size > HEMO_LIMIT_MAIL) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too big"));
        return NULL;
    }
    return hemo_buffer_finish(g_steal_pointer(&buffer));
}

/* They end before the first empty line: the same words in a body mean nothing. */
HemoSlice
hemo_claws_mail_file_without_queue(HemoSlice mail)
{
    HemoSlice headers = hemo_slice_sub(mail, 0, find_end_of_headers(mail));
    gsize at = hemo_slice_find_text(headers, QUEUE_END);

    return at < headers.size ? hemo_slice_from(mail, at + sizeof QUEUE_END - 1) : mail;
}

static void
seal(GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) mail = hemo_claws_mail_file_read(path, &error);
    HemoSlice bytes = mail != NULL ? hemo_secret_slice(mail) : HEMO_SLICE_EMPTY;
    int fd = mail != NULL ? hemo_sealed_fd_new(&bytes, 1, &error) : -1;

    if (fd < 0)
        g_task_return_error(task, error);
    else
        g_task_return_int(task, fd);
}

void
hemo_claws_mail_file_seal_async(const char *path,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_claws_mail_file_seal_async);
    /* else a cancelled task would lose the descriptor */
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, g_strdup(path), g_free);
    g_task_run_in_thread(task, seal);
}

int
hemo_claws_mail_file_seal_finish(GAsyncResult *result, GError **error)
{
    return (int)g_task_propagate_int(G_TASK(result), error);
}
