/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a mail: a header that is accepted falls into its fields without a gap,
 * and fields and body make up the mail again.
 */
#include "hemo-header.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoHeader header;
    HemoHeaderField field;
    gsize offset = 0;
    gsize end = 0;

    if (!hemo_header_split(hemo_slice(data, size), &header, NULL))
        return 0;
    while (hemo_header_next(&header, &offset, &field)) {
        g_autoptr(HemoSecret) text = hemo_header_unfold(field.body);

        g_assert_cmpuint(field.offset, ==, end);
        g_assert_cmpuint(field.name.size, >, 0);
        g_assert_cmpuint(hemo_slice_find(hemo_secret_slice(text), '\n'),
                         ==,
                         hemo_secret_size(text));
        end += field.whole.size;
    }
    g_assert_cmpuint(end, ==, header.fields.size);
    g_assert_cmpuint(header.fields.size + header.body.size, <=, size);
    g_assert_cmpuint(size - header.fields.size - header.body.size, <=, 2);
    return 0;
}
