/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any mail: each message that is made must have a header that can be split again, and
 * none of its fields may be one that was to be taken out.
 */
#include "hemo-header.h"
#include "hemo-wrap.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check(HemoChunks *chunks, gboolean is_outer)
{
    HemoBuffer *buffer = NULL;
    gsize n_slices = 0;
    const HemoSlice *slices = NULL;
    g_autoptr(HemoSecret) text = NULL;
    HemoHeader header;

    if (chunks == NULL)
        return;
    buffer = hemo_buffer_new();
    slices = hemo_chunks_slices(chunks, &n_slices);
    for (gsize i = 0; i < n_slices; i++)
        hemo_buffer_append(buffer, slices[i]);
    text = hemo_buffer_finish(buffer);
    hemo_chunks_free(chunks);
    g_assert_true(hemo_header_split(hemo_secret_slice(text), &header, NULL));
    g_assert_cmpuint(hemo_header_count(&header, "Bcc"), ==, 0);
    g_assert_cmpuint(hemo_header_count(&header, "Resent-Bcc"), ==, 0);
    if (!is_outer)
        return;
    g_assert_cmpuint(hemo_header_count(&header, "Content-Type"), ==, 1);
    g_assert_cmpuint(hemo_header_count(&header, "MIME-Version"), ==, 1);
    g_assert_cmpuint(hemo_header_count(&header, "Subject"), <=, 1);
    g_assert_cmpuint(hemo_header_count(&header, "TLS-Required"), ==, 0);
    g_assert_cmpuint(hemo_header_count(&header, "X-Force"), ==, 1);
}

/* The first byte chooses the options, up to the first NUL stands a new subject. */
int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoSlice input = hemo_slice(data, size);
    HemoSlice rest = hemo_slice_from(input, 1);
    gsize split = hemo_slice_find(rest, '\0');
    HemoSlice mail = hemo_slice_from(rest, split + 1);
    int flags = hemo_slice_at(input, 0);
    HemoWrapOptions options = {.canonical = (flags & 1) != 0,
                               .drop_tls_required = TRUE,
                               .added_name = "X-Force",
                               .added_body = "yes",
                               .message_id = (flags & 2) != 0 ? "<1@example.org>" : NULL};

    static const HemoWrapPdf pdf = {.boundary = "=_0123456789abcdefghijk",
                                    .text = "text\n",
                                    .file = "a.pdf"};

    if (size == 0)
        return 0;
    if ((flags & 4) != 0)
        options.subject = hemo_slice_sub(rest, 0, split);
    check(hemo_wrap_plain(mail, &options, NULL), FALSE);
    check(hemo_wrap_entity(mail, &options, NULL), FALSE);
    check(hemo_wrap_pgp_mime(mail,
                             &options,
                             "=_0123456789abcdefghijk",
                             hemo_slice_text("armor\n"),
                             NULL),
          TRUE);
    check(hemo_wrap_smime(mail, &options, "enveloped-data", hemo_slice_text("AA==\r\n"), NULL),
          TRUE);
    check(hemo_wrap_pdf(mail, &options, &pdf, NULL), TRUE);
    return 0;
}
