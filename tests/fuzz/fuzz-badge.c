/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a header block.  Whatever they say, a plain hop that a server of
 * ours put on top of them must never come out green.
 */
#include "hemo-badge.h"
#include "hemo-secret.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static const char TOP[] = "Received: from sender.example (unknown [192.0.2.9])\r\n"
                          "\tby mx.clinic.example (Postfix) with ESMTP id 1;\r\n"
                          "\tMon, 1 Jan 2024 00:00:00 +0000\r\n";

static HemoBadgeState
judge(HemoSlice headers)
{
    static const char *const OURS[] = {"clinic.example", NULL};
    static const char *const LEARNED[] = {"mx2.clinic.example", NULL};
    HemoBadgeTrust trust = {.ours = OURS, .learned = LEARNED};
    g_autoptr(HemoBadge) badge = hemo_badge_judge(headers, &trust);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_badge_object(badge));

    if (!g_variant_is_normal_form(object))
        __builtin_trap();
    return hemo_badge_state(badge);
}

/* A fold at the start of the input would go on with our own field. */
static gboolean
is_fold(const guint8 *data, gsize size)
{
    return size > 0 && (data[0] == ' ' || data[0] == '\t');
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(HemoBuffer) buffer = hemo_buffer_new();

    judge(hemo_slice(data, size));
    if (is_fold(data, size))
        return 0;
    hemo_buffer_append_text(buffer, TOP);
    hemo_buffer_append(buffer, hemo_slice(data, size));
    if (judge(hemo_buffer_slice(buffer)) != HEMO_BADGE_PLAIN)
        __builtin_trap();
    return 0;
}
