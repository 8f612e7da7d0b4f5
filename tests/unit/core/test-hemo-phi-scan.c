/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-scan.h"

static const HemoPhiOwn own = {NULL, NULL, NULL};

static guint64
kinds_in(const char *text)
{
    g_autoptr(HemoPhiScan) scan = hemo_phi_scan_new(&own);
    HemoPhiText body = {"1", HEMO_TEXT_BODY, "text/plain", hemo_slice_text(text)};

    hemo_phi_scan_read(scan, &body, 0);
    return hemo_phi_join_kinds(hemo_phi_scan_join(scan));
}

static gboolean
has(guint64 kinds, HemoPhiKind kind)
{
    return (kinds >> kind & 1) != 0;
}

/* Where something stands decides whether it counts. */
static void
test_segments(void)
{
    guint64 own_words = kinds_in("Linda Keller asked of gout. Call 614-212-3344.\n");
    guint64 quoted = kinds_in("> Linda Keller asked of gout\n");
    guint64 signature = kinds_in("Thanks,\nLinda Keller\nGout Clinic\n614-212-3344\n");
    guint64 record = kinds_in("Thanks,\nLinda\nMRN 448812\n");

    g_assert_true(has(own_words, HEMO_PHI_FULL_NAME));
    g_assert_true(has(own_words, HEMO_PHI_DIAGNOSIS));
    g_assert_true(has(own_words, HEMO_PHI_PHONE));
    g_assert_true(has(quoted, HEMO_PHI_FULL_NAME));
    g_assert_cmpuint(signature, ==, 0);
    g_assert_true(has(record, HEMO_PHI_MRN));
}

static void
test_bulk(void)
{
    g_autoptr(HemoPhiScan) scan = hemo_phi_scan_new(NULL);
    HemoPhiText body = {"1",
                        HEMO_TEXT_BODY,
                        "text/plain",
                        hemo_slice_text("Our newsletter. Click here to unsubscribe.\n")};

    g_assert_false(hemo_phi_scan_is_bulk(scan));
    hemo_phi_scan_read(scan, &body, 0);
    g_assert_true(hemo_phi_scan_is_bulk(scan));
}

/* The list of findings stays short however much there is. */
static void
test_findings(void)
{
    g_autoptr(HemoPhiScan) scan = hemo_phi_scan_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    HemoPhiText body = {"1", HEMO_TEXT_BODY, "text/plain", {NULL, 0}};

    for (guint i = 0; i < 5000; i++)
        g_string_append_printf(text, "MRN %u\n", 448812 + i);
    body.text = hemo_slice(text->str, text->len);
    hemo_phi_scan_read(scan, &body, 0);
    g_assert_cmpuint(hemo_phi_scan_findings(scan)->len, ==, 1000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-scan/segments", test_segments);
    g_test_add_func("/phi-scan/bulk", test_bulk);
    g_test_add_func("/phi-scan/findings", test_findings);
    return g_test_run();
}
