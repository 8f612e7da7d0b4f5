/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-protect-pdf.h.
 */
#include "hemo-protect-pdf.h"

#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define FILE_NAME "message.pdf"
#define CRLF      "\r\n"
#define LINE      57 /* bytes that make a line of 76 letters (RFC 2045 section 6.8) */
#define LINES     512

/* The state of one copy; the task owns it. */
typedef struct {
    HemoProtectCopy copy;
} Work;

/* What stands above the text in the PDF, as it is written in the mail. */
static void
add_field(GVariantDict *dict, const HemoHeader *header, const char *name, const char *key)
{
    HemoHeaderField field;
    g_autoptr(HemoSecret) body = NULL;

    if (!hemo_header_find(header, name, &field))
        return;
    body = hemo_header_unfold(field.body);
    if (g_utf8_validate(hemo_secret_text(body), (gssize)hemo_secret_size(body), NULL))
        g_variant_dict_insert(dict, key, "s", hemo_secret_text(body));
}

static GVariant *
pdf_options(const Work *work, const HemoSecret *words)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    const HemoWrapOptions *options = &work->copy.options;
    HemoHeader header;

    g_variant_dict_insert(&dict, "date", "s", options->date);
    if (hemo_header_split(work->copy.message, &header, NULL)) {
        add_field(&dict, &header, "From", "from");
        add_field(&dict, &header, "To", "to");
        add_field(&dict, &header, "Date", "date");
        add_field(&dict, &header, "Subject", "subject");
    }
    if (options->subject.data != NULL) {
        g_autoptr(HemoSecret) subject = hemo_secret_new_copy(options->subject);

        g_variant_dict_insert(&dict, "subject", "s", hemo_secret_text(subject));
    }
    g_variant_dict_insert(&dict, "passphrase", "s", hemo_secret_text(words));
    return g_variant_dict_end(&dict);
}

/* In the sender's language, as the rest of the mail is. */
static char *
explanation(const Work *work)
{
    const char *sender =
        hemo_address_full(hemo_envelope_sender(hemo_case_envelope(work->copy.mail)));

    return g_strdup_printf(
        /* TRANSLATORS: the text of a mail; %s: the address of the sender, twice */
        _("%s sends you a message that not everybody may read.\n\n"
          "It is in the PDF file that comes with this mail. Five words open the file. %s tells "
          "you these words on the telephone. Type them in small letters, with one space "
          "between one word and the next, and nothing else; they never come by mail, and "
          "nobody will ask you for them. Once you have them, they open later files from this "
          "sender too.\n\n"
          "If you do not know the sender, or somebody sends you the words by mail, do not open "
          "the file: call the sender on a number that you already have.\n"),
        sender,
        sender);
}

/* One block of whole lines. */
static gboolean
write_lines(int fd, HemoSlice block, GError **error)
{
    HemoBuffer *text = hemo_buffer_new();
    g_autoptr(HemoSecret) lines = NULL;
    HemoSlice slice;

    for (gsize at = 0; at < block.size; at += LINE) {
        HemoSlice line = hemo_slice_sub(block, at, LINE);
        g_autofree char *letters = g_base64_encode(line.data, line.size);

        hemo_buffer_append_text(text, letters);
        hemo_buffer_append_text(text, CRLF);
    }
    lines = hemo_buffer_finish(text);
    slice = hemo_secret_slice(lines);
    return hemo_sealed_fd_write(fd, &slice, 1, error);
}

/* A sealed memfd with @pdf in Base64; -1 on error. */
static int
write_base64(HemoSlice pdf, GError **error)
{
    int fd = hemo_sealed_fd_create(error);
    gboolean done = fd >= 0;

    for (gsize at = 0; done && at < pdf.size; at += LINE * LINES)
        done = write_lines(fd, hemo_slice_sub(pdf, at, LINE * LINES), error);
    if (done && hemo_sealed_fd_seal(fd, error))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static int
make_message(const Work *work, HemoSlice base64, GError **error)
{
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *boundary = g_strconcat("hemostat-", uuid, NULL);
    g_autofree char *text = explanation(work);
    const HemoWrapPdf pdf = {boundary, text, FILE_NAME, base64};
    g_autoptr(HemoChunks) chunks =
        hemo_wrap_pdf(work->copy.message, &work->copy.options, &pdf, error);
    const HemoSlice *slices;
    gsize n = 0;

    if (chunks == NULL)
        return -1;
    slices = hemo_chunks_slices(chunks, &n);
    return hemo_sealed_fd_new(slices, n, error);
}

/* The message around the PDF in @pdf_fd, which is closed; -1 on error. */
static int
wrap_pdf(const Work *work, int pdf_fd, GError **error)
{
    g_autoptr(HemoSealedFd) pdf = hemo_sealed_fd_map(pdf_fd, error);
    int base64_fd = pdf != NULL ? write_base64(hemo_sealed_fd_slice(pdf), error) : -1;
    g_autoptr(HemoSealedFd) base64 = NULL;
    int fd = -1;

    if (pdf != NULL)
        hemo_sealed_fd_rest(pdf);
    if (base64_fd >= 0)
        base64 = hemo_sealed_fd_map(base64_fd, error);
    if (base64 != NULL)
        fd = make_message(work, hemo_sealed_fd_slice(base64), error);
    close(pdf_fd);
    if (base64_fd >= 0)
        close(base64_fd);
    return fd;
}

static void
on_pdf(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);
    GError *error = NULL;
    int pdf_fd = hemo_reader_pdf_finish(work->copy.services->reader, result, &error);
    int fd = pdf_fd >= 0 ? wrap_pdf(work, pdf_fd, &error) : -1;

    if (fd < 0)
        g_task_return_error(task, error);
    else
        g_task_return_int(task, fd);
}

void
hemo_protect_pdf_async(const HemoProtectCopy *copy,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Work *work = g_new0(Work, 1);
    const HemoAddress *address =
        hemo_envelope_recipient(hemo_case_envelope(copy->mail), copy->copy->indices[0])
            ->address;
    GError *error = NULL;
    g_autoptr(HemoSecret) words = NULL;

    work->copy = *copy;
    g_task_set_task_data(task, work, g_free);
    words = hemo_words_store_get(copy->services->words,
                                 hemo_address_key(address),
                                 FALSE,
                                 NULL,
                                 &error);
    if (words == NULL) {
        g_task_return_error(task, error);
        return;
    }
    hemo_reader_pdf_async(copy->services->reader,
                          copy->fd,
                          pdf_options(work, words),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_pdf,
                          g_steal_pointer(&task));
}

int
hemo_protect_pdf_finish(GAsyncResult *result, GError **error)
{
    return (int)g_task_propagate_int(G_TASK(result), error);
}
