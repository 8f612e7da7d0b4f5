/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-join.h"

static void
add(HemoPhiJoin *join, HemoPhiKind kind, guint32 position)
{
    HemoPhiItem item = {.position = position, .offset = position, .length = 1, .kind = kind};

    hemo_phi_join_add(join, &item);
}

static guint
score_of(guint32 distance, guint diagnoses)
{
    g_autoptr(HemoPhiJoin) join = hemo_phi_join_new();

    add(join, HEMO_PHI_FULL_NAME, 1000);
    for (guint i = 0; i < diagnoses; i++)
        add(join, HEMO_PHI_DIAGNOSIS, 1000 + distance);
    hemo_phi_join_settle(join, 5000);
    return hemo_phi_join_best(join, HEMO_PHI_FULL_NAME)->score;
}

/* Near health raises, far health does not, more health never lowers. */
static void
test_near(void)
{
    guint person = hemo_phi_weights[HEMO_PHI_FULL_NAME].person;

    g_assert_cmpuint(score_of(0, 0), ==, person);
    g_assert_cmpuint(score_of(HEMO_PHI_REACH + 1, 3), ==, person);
    g_assert_cmpuint(score_of(HEMO_PHI_REACH, 1), >, person);
    for (guint i = 0; i < 20; i++)
        g_assert_cmpuint(score_of(5, i + 1), >=, score_of(5, i));
}

/* The same words weigh more in a short mail. */
static void
test_short(void)
{
    g_autoptr(HemoPhiJoin) join = hemo_phi_join_new();

    add(join, HEMO_PHI_FULL_NAME, 5);
    add(join, HEMO_PHI_DIAGNOSIS, 8);
    hemo_phi_join_settle(join, 12);
    g_assert_cmpuint(hemo_phi_join_best(join, HEMO_PHI_FULL_NAME)->score, >, score_of(3, 1));
}

static void
test_person_alone(void)
{
    g_autoptr(HemoPhiJoin) join = hemo_phi_join_new();

    add(join, HEMO_PHI_PATIENT_NAME, 5);
    add(join, HEMO_PHI_SSN, 6);
    add(join, HEMO_PHI_BIRTH_DATE, 7);
    add(join, HEMO_PHI_STREET, 8);
    hemo_phi_join_settle(join, 12);
    g_assert_cmpuint(hemo_phi_join_best(join, HEMO_PHI_PATIENT_NAME)->score,
                     <,
                     HEMO_PHI_THRESHOLD);
}

/* A mail of any length is judged to its end. */
static void
test_many(void)
{
    g_autoptr(HemoPhiJoin) join = hemo_phi_join_new();

    for (guint32 i = 0; i < 300000; i++)
        add(join, HEMO_PHI_DATE, i / 1000);
    add(join, HEMO_PHI_MRN, 400000);
    hemo_phi_join_settle(join, 400001);
    g_assert_cmpuint(hemo_phi_join_best(join, HEMO_PHI_MRN)->score, >=, HEMO_PHI_THRESHOLD);
    g_assert_cmpuint(hemo_phi_join_kinds(join),
                     ==,
                     (G_GUINT64_CONSTANT(1) << HEMO_PHI_DATE) |
                         (G_GUINT64_CONSTANT(1) << HEMO_PHI_MRN));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-join/near", test_near);
    g_test_add_func("/phi-join/short", test_short);
    g_test_add_func("/phi-join/person-alone", test_person_alone);
    g_test_add_func("/phi-join/many", test_many);
    return g_test_run();
}
