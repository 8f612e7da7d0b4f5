/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-own.h"

static void
test_own(void)
{
    static const char *const addresses[] = {"ana.ruiz@example.org", NULL};
    static const char *const names[] = {"Dr. Ana Ruiz MD", NULL};
    static const char *const words[] = {"Birch Family Clinic", "+1 (614) 212-3344", NULL};
    static const HemoPhiOwn own = {addresses, names, words};
    static const struct {
        HemoPhiKind kind;
        const char *found;
        gboolean own;
    } cases[] = {
        {HEMO_PHI_FULL_NAME, "Ana Ruiz", TRUE},
        {HEMO_PHI_FULL_NAME, "ANA RUIZ", TRUE},
        {HEMO_PHI_LONE_NAME, "Birch", TRUE},
        {HEMO_PHI_FULL_NAME, "Ana Keller", FALSE},
        {HEMO_PHI_LONE_NAME, "An", FALSE},
        {HEMO_PHI_PHONE, "614-212-3344", TRUE},
        {HEMO_PHI_PHONE, "614-212-3345", FALSE},
        {HEMO_PHI_MAIL_ADDRESS, "Ana.Ruiz@example.org", TRUE},
        {HEMO_PHI_MAIL_ADDRESS, "lena@example.org", FALSE},
        {HEMO_PHI_TABLE, "Ana Ruiz", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoSlice found = hemo_slice_text(cases[i].found);

        g_test_message("%s", cases[i].found);
        g_assert_cmpint(hemo_phi_own_has(&own, cases[i].kind, found), ==, cases[i].own);
        g_assert_false(hemo_phi_own_has(NULL, cases[i].kind, found));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-own/own", test_own);
    return g_test_run();
}
