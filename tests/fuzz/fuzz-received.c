/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as one Received field: it must be read without a fault, the evidence
 * must lie within the field, and the object must be a proper value.
 */
#include "hemo-received.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice(data, size));
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_received_object(received));
    gsize offset, length;

    if (hemo_received_evidence(received, &offset, &length) &&
        (offset > size || length > size - offset))
        __builtin_trap();
    if (!g_variant_is_normal_form(object))
        __builtin_trap();
    return 0;
}
