/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a delivery report: header block, empty line, and what follows as
 * a text, as status fields, and as a returned mail.
 */
#include "hemo-dsn.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
read_parts(HemoSlice headers, const HemoDsnPart *parts, gsize n_parts)
{
    g_autoptr(HemoDsn) dsn = hemo_dsn_read(headers, parts, n_parts);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_dsn_object(dsn));

    if (!g_variant_is_normal_form(object))
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoSlice mail = hemo_slice(data, size);
    gsize empty = hemo_slice_find_text(mail, "\n\n");
    HemoSlice headers = hemo_slice_sub(mail, 0, empty);
    HemoSlice body = hemo_slice_from(mail, MIN(empty + 2, size));
    HemoDsnPart parts[] = {
        {"text/plain", body},
        {"text/html", body},
        {"message/delivery-status", body},
        {"message/rfc822", body},
    };

    read_parts(headers, parts, 1);
    read_parts(headers, parts + 1, 1);
    read_parts(headers, parts, G_N_ELEMENTS(parts));
    read_parts(headers, parts + 3, 1);
    return 0;
}
