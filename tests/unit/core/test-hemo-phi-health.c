/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-health.h"

#include "test-id.h"

static gboolean
find_health(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoPhiKind kind = hemo_phi_health_find(block, at);

    return kind != HEMO_PHI_NONE &&
           hemo_id_hit(block, at, block->tokens[at].span, kind, ret_hit);
}

static gboolean
find_owned(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    return find_health(block, at, ret_hit) && hemo_phi_health_is_owned(block, at);
}

static void
test_kinds(void)
{
    static const IdCase cases[] = {
        {"has gout", "diagnosis:gout"},
        {"takes Metformin", "drug:Metformin"},
        {"with shortness of breath", "symptom:shortness of breath"},
        {"explanation of benefits", "payment:explanation of benefits"},
        {"gave 40 mg", "dose:mg"},
        {"gave 40mg", "dose:40mg"},
        {"new CPAP", "equipment:CPAP"},
        {"a 44-year-old", "clinical:44-year"},
        {"A1c is up", "lab:A1c"},
        {"Lunch at noon in Ohio", "none"},
        {"MI and CT and PA", "none"},
        {"10 people, mg", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), find_health);
}

static void
test_owned(void)
{
    static const IdCase cases[] = {
        {"your appointment", "care:appointment"},
        {"his left knee", "anatomy:knee"},
        {"she denies it", "clinical:denies"},
        {"the knee", "none"},
        {"his car, a knee", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), find_owned);
}

static void
test_classes(void)
{
    HemoToken token = {.classes = HEMO_WORD_HIV | HEMO_WORD_REPRO, .length = 9, .span = 1};

    g_assert_cmpuint(hemo_phi_health_classes(&token),
                     ==,
                     HEMO_CLASS_HIV | HEMO_CLASS_REPRODUCTIVE);
    token.classes = HEMO_WORD_DRUG;
    g_assert_cmpuint(hemo_phi_health_classes(&token), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-health/kinds", test_kinds);
    g_test_add_func("/phi-health/owned", test_owned);
    g_test_add_func("/phi-health/classes", test_classes);
    return g_test_run();
}
