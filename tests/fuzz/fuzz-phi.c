/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a subject, a body and an attachment: the classifier answers, every
 * finding lies inside its text, and the same bytes give the same answer.
 */
#include "hemo-phi.h"
#include "hemo-trigger.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_places(GVariant *object, gsize size)
{
    g_autoptr(GVariant) findings =
        g_variant_lookup_value(object, "findings", G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; i < g_variant_n_children(findings); i++) {
        g_autoptr(GVariant) finding = g_variant_get_child_value(findings, i);
        guint32 offset = G_MAXUINT32;
        guint32 length = 0;

        g_assert_true(g_variant_lookup(finding, "offset", "u", &offset));
        g_assert_true(g_variant_lookup(finding, "length", "u", &length));
        g_assert_cmpuint((guint64)offset + length, <=, size);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const char *const keywords[] = {"[secure]", "encrypt", NULL};
    static const char *const names[] = {"Ana Ruiz", NULL};
    static const HemoPhiOwn own = {names, names, names};
    HemoSlice text = hemo_slice(data, size);
    const HemoPhiText texts[] = {
        {"subject", HEMO_TEXT_SUBJECT, "text/plain", hemo_slice_sub(text, 0, 200)},
        {"1", HEMO_TEXT_BODY, "text/plain", text},
        {"2", HEMO_TEXT_ATTACHMENT, "text/csv", text},
    };
    g_autoptr(HemoPhiReport) report = hemo_phi_classify(texts, 3, NULL, 0, &own);
    g_autoptr(HemoPhiReport) again = hemo_phi_classify(texts, 3, NULL, 0, &own);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_phi_report_object(report, texts));
    g_autoptr(GVariant) other = g_variant_ref_sink(hemo_phi_report_object(again, texts));
    g_autoptr(HemoTrigger) trigger = hemo_trigger_find(text, keywords);

    g_assert_true(g_variant_equal(object, other));
    g_assert_cmpuint(hemo_secret_size(hemo_trigger_subject(trigger)), <=, size + 1);
    check_places(object, size);
    return 0;
}
