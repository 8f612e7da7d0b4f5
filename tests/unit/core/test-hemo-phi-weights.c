/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-weights.h"

/* Every kind has one name, and weighs as a person or as health, never as both or as
 * nothing. */
static void
test_table(void)
{
    for (int kind = 1; kind < HEMO_N_PHI_KINDS; kind++) {
        const HemoPhiWeight *weight = &hemo_phi_weights[kind];
        const char *name = hemo_names_find(hemo_phi_weights_names, kind);

        g_assert_nonnull(name);
        g_assert_cmpint(hemo_names_value(hemo_phi_weights_names, name, 0), ==, kind);
        g_assert_cmpint(weight->person > 0, ==, kind < HEMO_PHI_FIRST_HEALTH);
        g_assert_cmpuint(weight->person + weight->topic + weight->note, >, 0);
    }
}

/* A name, a date or a telephone number can never be PHI without any health. */
static void
test_alone(void)
{
    for (int kind = 1; kind < HEMO_PHI_FIRST_HEALTH; kind++) {
        const HemoPhiWeight *weight = &hemo_phi_weights[kind];

        if (weight->topic < HEMO_PHI_TOPIC_LEAST)
            g_assert_cmpuint(weight->person, <, HEMO_PHI_THRESHOLD);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-weights/table", test_table);
    g_test_add_func("/phi-weights/alone", test_alone);
    return g_test_run();
}
