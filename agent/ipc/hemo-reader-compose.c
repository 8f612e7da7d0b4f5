/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemo_reader_compose_async() of hemo-reader.h: makes the memfd that a sandboxed child
 * writes the message to, and seals it before anybody looks at it.  Says in its own words
 * what the child found wrong, and never looks into the message.
 */
#include "hemo-reader.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"
#include "hemo-sealed-fd.h"

#define N_OTHER_FDS 2 /* of an ask: the JSON and the output */

/* What people read about each result that is none. */
static const struct {
    const char *result;
    HemoError code;
    const char *words;
} failures[] = {
    {HEMO_READER_WIRE_NO_OBJECT,
     HEMO_ERROR_INVALID,
     N_("the mail program described the mail in a way that cannot be understood")},
    {HEMO_READER_WIRE_SENDER,
     HEMO_ERROR_INVALID,
     N_("the mail has no sender, or one that is no address")},
    {HEMO_READER_WIRE_RECIPIENTS,
     HEMO_ERROR_INVALID,
     N_("a recipient of the mail is no address")},
    {HEMO_READER_WIRE_ENVELOPE,
     HEMO_ERROR_INVALID,
     N_("the mail names other people than those it shall go to")},
    {HEMO_READER_WIRE_FIELD,
     HEMO_ERROR_INVALID,
     N_("a header line of the mail is not allowed")},
    {HEMO_READER_WIRE_PARTS,
     HEMO_ERROR_INVALID,
     N_("an attachment of the mail is missing or damaged")},
    {HEMO_READER_WIRE_TOO_BIG, HEMO_ERROR_TOO_BIG, N_("the mail is too big")},
    {HEMO_READER_WIRE_STORAGE, HEMO_ERROR_STORAGE, N_("memory for the mail is short")},
};

static void
free_output(gpointer data)
{
    int *output = data;

    if (*output >= 0)
        close(*output);
    g_free(output);
}

static void
set_failure(const char *result, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++)
        if (g_str_equal(failures[i].result, result)) {
            hemo_error_set(error, failures[i].code, "%s", _(failures[i].words));
            return;
        }
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be built"));
}

static gboolean
has_size(int fd, guint64 size)
{
    struct stat status;

    return size > 0 && size <= HEMO_LIMIT_MAIL && fstat(fd, &status) == 0 &&
           (guint64)status.st_size == size;
}

/* Seals @output first: its writer may still be there, and it read hostile bytes. */
static gboolean
check_output(int output, GVariant *values, GError **error)
{
    const char *result = "";
    guint64 size = 0;

    if (!hemo_sealed_fd_seal(output, error))
        return FALSE;
    g_variant_lookup(values, "result", "&s", &result);
    g_variant_lookup(values, "size", "t", &size);
    if (g_str_equal(result, HEMO_READER_WIRE_BUILT) && has_size(output, size))
        return TRUE;
    set_failure(result, error);
    return FALSE;
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    g_autoptr(GVariant) values = NULL;
    GError *error = NULL;
    int *output = g_task_get_task_data(task);

    values = hemo_reader_ask_finish(NULL, result, &error);
    if (values != NULL && check_output(*output, values, &error))
        g_task_return_int(task, g_steal_fd(output));
    else
        g_task_return_error(task, error);
}

/* What is refused before a child is troubled; -1 is returned for it. */
static int
open_output(const int *parts, gsize n_parts, GError **error)
{
    guint64 total = 0;

    for (gsize i = 0; i < n_parts; i++) {
        struct stat status;

        if (fstat(parts[i], &status) != 0 || !S_ISREG(status.st_mode)) {
            set_failure(HEMO_READER_WIRE_PARTS, error);
            return -1;
        }
        total += (guint64)status.st_size;
    }
    if (n_parts > HEMO_LIMIT_ATTACHED_FDS || total > HEMO_LIMIT_MAIL) {
        set_failure(HEMO_READER_WIRE_TOO_BIG, error);
        return -1;
    }
    return hemo_sealed_fd_create(error);
}

void
hemo_reader_compose_async(HemoReader *reader,
                          int json,
                          const int *parts,
                          gsize n_parts,
                          GVariant *copy,
                          guint seconds,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    g_autoptr(GVariant) parameters =
        g_variant_ref_sink(copy != NULL ? copy : g_variant_new("a{sv}", NULL));
    g_autofree int *fds = g_new0(int, n_parts + N_OTHER_FDS);
    GError *error = NULL;
    int output = open_output(parts, n_parts, &error);

    g_task_set_source_tag(task, hemo_reader_compose_async);
    g_task_set_check_cancellable(task, FALSE);
    if (output < 0) {
        g_task_return_error(task, error);
        return;
    }
    g_task_set_task_data(task, g_memdup2(&output, sizeof output), free_output);
    fds[0] = json;
    fds[1] = output;
    for (gsize i = 0; i < n_parts; i++)
        fds[N_OTHER_FDS + i] = parts[i];
    hemo_reader_ask_many_async(reader,
                               HEMO_READER_WIRE_COMPOSE,
                               fds,
                               n_parts + N_OTHER_FDS,
                               parameters,
                               seconds,
                               cancellable,
                               on_answer,
                               g_steal_pointer(&task));
}

int
hemo_reader_compose_finish(HemoReader *reader, GAsyncResult *result, GError **error)
{
    return (int)g_task_propagate_int(G_TASK(result), error);
}
