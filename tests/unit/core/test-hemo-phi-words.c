/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-words.h"

#define NEAR(kind) (G_GUINT64_CONSTANT(1) << (kind))

static void
test_person(void)
{
    static const struct {
        HemoPhiKind kind;
        guint64 near;
        HemoTextRole role;
        guint line;
        const char *words;
    } cases[] = {
        {HEMO_PHI_PATIENT_NAME,
         NEAR(HEMO_PHI_DIAGNOSIS),
         HEMO_TEXT_BODY,
         4,
         "Names a patient (line 4), with a diagnosis"},
        {HEMO_PHI_MRN,
         0,
         HEMO_TEXT_SUBJECT,
         1,
         "Gives a medical record number (in the subject)"},
        {HEMO_PHI_TABLE,
         0,
         HEMO_TEXT_ATTACHMENT,
         1,
         "Is a table of patients (attachment, line 1)"},
        {HEMO_PHI_SSN,
         NEAR(HEMO_PHI_CARE) | NEAR(HEMO_PHI_DRUG) | NEAR(HEMO_PHI_LAB) | NEAR(HEMO_PHI_DOSE),
         HEMO_TEXT_BODY,
         0,
         "Gives a social security number, with a medicine, a laboratory value and a dose"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoPhiBest best = {.item = {.kind = (guint8)cases[i].kind}, .near = cases[i].near};
        g_autofree char *words = hemo_phi_words_person(&best, cases[i].role, cases[i].line);

        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

static void
test_every_kind(void)
{
    for (guint8 kind = 1; kind < HEMO_N_PHI_KINDS; kind++) {
        HemoPhiBest best = {.item = {.kind = kind}};
        g_autofree char *words = hemo_phi_words_person(&best, HEMO_TEXT_BODY, 0);

        g_assert_cmpstr(words, !=, "");
    }
}

static void
test_health(void)
{
    g_autofree char *words =
        hemo_phi_words_health(NEAR(HEMO_PHI_DRUG) | NEAR(HEMO_PHI_DIAGNOSIS), FALSE);
    g_autofree char *none = hemo_phi_words_health(NEAR(HEMO_PHI_DATE), FALSE);
    g_autofree char *near = hemo_phi_words_health(NEAR(HEMO_PHI_DIAGNOSIS), TRUE);

    g_assert_cmpstr(words, ==, "Speaks of a diagnosis and a medicine, but of no person");
    g_assert_null(none);
    g_assert_cmpstr(near, ==, "Speaks of a diagnosis, and perhaps of one person");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-words/person", test_person);
    g_test_add_func("/phi-words/every-kind", test_every_kind);
    g_test_add_func("/phi-words/health", test_health);
    return g_test_run();
}
