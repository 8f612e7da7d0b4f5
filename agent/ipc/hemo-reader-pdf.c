/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemo_reader_pdf_async() of hemo-reader.h: makes the memfd that a sandboxed child writes
 * the file to, and seals it before anybody looks at it.  Never looks into the file.
 */
#include "hemo-reader.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"
#include "hemo-sealed-fd.h"

/* What people read about each result that is none. */
static const struct {
    const char *result;
    HemoError code;
    const char *words;
} failures[] = {
    {HEMO_READER_WIRE_MAIL,
     HEMO_ERROR_INVALID,
     N_("the mail is built so that it cannot be put into a PDF file")},
    {HEMO_READER_WIRE_PASSPHRASE,
     HEMO_ERROR_INVALID,
     N_("there is no passphrase for the PDF file")},
    {HEMO_READER_WIRE_PAGES,
     HEMO_ERROR_FAILED,
     N_("the pages of the PDF file could not be drawn: is a font installed?")},
    {HEMO_READER_WIRE_ENCRYPTION, HEMO_ERROR_FAILED, N_("the PDF file could not be encrypted")},
    {HEMO_READER_WIRE_TOO_BIG, HEMO_ERROR_TOO_BIG, N_("the mail is too big for a PDF file")},
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
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the PDF file could not be made"));
}

static gboolean
has_size(int fd, guint64 size)
{
    struct stat status;

    return size > 0 && fstat(fd, &status) == 0 && (guint64)status.st_size == size;
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

void
hemo_reader_pdf_async(HemoReader *reader,
                      int mail,
                      GVariant *options,
                      guint seconds,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    g_autoptr(GVariant) parameters = g_variant_ref_sink(options);
    GError *error = NULL;
    int output = hemo_sealed_fd_create(&error);
    const int fds[] = {mail, output};

    g_task_set_source_tag(task, hemo_reader_pdf_async);
    g_task_set_check_cancellable(task, FALSE);
    if (output < 0) {
        g_task_return_error(task, error);
        return;
    }
    g_task_set_task_data(task, g_memdup2(&output, sizeof output), free_output);
    hemo_reader_ask_many_async(reader,
                               HEMO_READER_WIRE_PDF,
                               fds,
                               G_N_ELEMENTS(fds),
                               parameters,
                               seconds,
                               cancellable,
                               on_answer,
                               g_steal_pointer(&task));
}

int
hemo_reader_pdf_finish(HemoReader *reader, GAsyncResult *result, GError **error)
{
    return (int)g_task_propagate_int(G_TASK(result), error);
}
