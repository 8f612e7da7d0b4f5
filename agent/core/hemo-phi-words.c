/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-words.h.
 */
#include "hemo-phi-words.h"

#include <glib/gi18n-lib.h>

#define NOUNS 3

/* What a finding about a person does; what a health finding is. */
static const char *const words[HEMO_N_PHI_KINDS] = {
    [HEMO_PHI_PATIENT_NAME] = N_("Names a patient"),
    [HEMO_PHI_TITLED_NAME] = N_("Names a person"),
    [HEMO_PHI_RELATIVE_NAME] = N_("Names a relative"),
    [HEMO_PHI_FULL_NAME] = N_("Names a person"),
    [HEMO_PHI_GREETED_NAME] = N_("Speaks to a person by name"),
    [HEMO_PHI_LONE_NAME] = N_("Names a person"),
    [HEMO_PHI_SSN] = N_("Gives a social security number"),
    [HEMO_PHI_MEDICARE] = N_("Gives a Medicare number"),
    [HEMO_PHI_MRN] = N_("Gives a medical record number"),
    [HEMO_PHI_RECORD] = N_("Gives a record number"),
    [HEMO_PHI_MEMBER] = N_("Gives a health plan number"),
    [HEMO_PHI_CLAIM] = N_("Gives a claim number"),
    [HEMO_PHI_ACCOUNT] = N_("Gives an account number"),
    [HEMO_PHI_CARD] = N_("Gives a card number"),
    [HEMO_PHI_PHONE] = N_("Gives a telephone number"),
    [HEMO_PHI_MAIL_ADDRESS] = N_("Gives a mail address"),
    [HEMO_PHI_STREET] = N_("Gives a street address"),
    [HEMO_PHI_PLACE] = N_("Gives a ZIP code"),
    [HEMO_PHI_BIRTH_DATE] = N_("Gives a date of birth"),
    [HEMO_PHI_EVENT_DATE] = N_("Gives the date of a visit or treatment"),
    [HEMO_PHI_DATE] = N_("Gives a date"),
    [HEMO_PHI_AGE] = N_("Gives an age over 89"),
    [HEMO_PHI_VEHICLE] = N_("Gives a vehicle number"),
    [HEMO_PHI_DEVICE] = N_("Gives the number of a device"),
    [HEMO_PHI_LICENCE] = N_("Gives a licence number"),
    [HEMO_PHI_IP_ADDRESS] = N_("Gives a network address"),
    [HEMO_PHI_TABLE] = N_("Is a table of patients"),
    [HEMO_PHI_HL7] = N_("Holds a patient record (HL7)"),
    [HEMO_PHI_CCDA] = N_("Holds a patient record (C-CDA)"),
    [HEMO_PHI_FHIR] = N_("Holds a patient record (FHIR)"),
    [HEMO_PHI_X12] = N_("Holds a claim (X12)"),
    [HEMO_PHI_STATED] = N_("Says something of a named person's health"),
    [HEMO_PHI_DIAGNOSIS] = N_("a diagnosis"),
    [HEMO_PHI_DRUG] = N_("a medicine"),
    [HEMO_PHI_PROCEDURE] = N_("a procedure"),
    [HEMO_PHI_LAB] = N_("a laboratory value"),
    [HEMO_PHI_SYMPTOM] = N_("a symptom"),
    [HEMO_PHI_ANATOMY] = N_("a part of the body"),
    [HEMO_PHI_CLINICAL] = N_("words of a clinical note"),
    [HEMO_PHI_CARE] = N_("words about care"),
    [HEMO_PHI_FACILITY] = N_("a place of care"),
    [HEMO_PHI_PAYMENT] = N_("payment for care"),
    [HEMO_PHI_EQUIPMENT] = N_("medical equipment"),
    [HEMO_PHI_DOSE] = N_("a dose"),
    [HEMO_PHI_OWNED] = N_("words about one person's health"),
    [HEMO_PHI_DIAGNOSIS_CODE] = N_("a diagnosis code"),
    [HEMO_PHI_PROCEDURE_CODE] = N_("a procedure code"),
    [HEMO_PHI_DRUG_CODE] = N_("a medicine code"),
    [HEMO_PHI_PROVIDER_NUMBER] = N_("a provider number"),
};

/* The most telling first. */
static const HemoPhiKind order[] = {
    HEMO_PHI_DIAGNOSIS,
    HEMO_PHI_DIAGNOSIS_CODE,
    HEMO_PHI_DRUG,
    HEMO_PHI_PROCEDURE,
    HEMO_PHI_LAB,
    HEMO_PHI_SYMPTOM,
    HEMO_PHI_PROCEDURE_CODE,
    HEMO_PHI_DRUG_CODE,
    HEMO_PHI_EQUIPMENT,
    HEMO_PHI_PAYMENT,
    HEMO_PHI_DOSE,
    HEMO_PHI_CLINICAL,
    HEMO_PHI_ANATOMY,
    HEMO_PHI_CARE,
    HEMO_PHI_PROVIDER_NUMBER,
};

/* "a diagnosis, a medicine and a dose", or NULL if @kinds holds no health. */
static char *
list_health(guint64 kinds)
{
    const char *nouns[NOUNS] = {NULL};
    guint count = 0;

    for (guint i = 0; i < G_N_ELEMENTS(order) && count < NOUNS; i++) {
        if (kinds & (G_GUINT64_CONSTANT(1) << order[i]))
            nouns[count++] = _(words[order[i]]);
    }
    switch (count) {
    case 0:
        return NULL;
    case 1:
        return g_strdup(nouns[0]);
    case 2:
        return g_strdup_printf(_("%s and %s"), nouns[0], nouns[1]);
    default:
        return g_strdup_printf(_("%s, %s and %s"), nouns[0], nouns[1], nouns[2]);
    }
}

static char *
name_place(HemoTextRole role, guint line)
{
    if (role == HEMO_TEXT_SUBJECT)
        return g_strdup(_("in the subject"));
    if (role == HEMO_TEXT_ATTACHMENT)
        return g_strdup_printf(_("attachment, line %u"), line);
    return g_strdup_printf(_("line %u"), line);
}

char *
hemo_phi_words_person(const HemoPhiBest *best, HemoTextRole role, guint line)
{
    g_autofree char *health = list_health(best->near);
    g_autofree char *place = line > 0 ? name_place(role, line) : NULL;
    const char *deed = words[best->item.kind] != NULL ? _(words[best->item.kind]) : "";

    if (place == NULL)
        return health != NULL ? g_strdup_printf(_("%s, with %s"), deed, health)
                              : g_strdup(deed);
    return health != NULL ? g_strdup_printf(_("%s (%s), with %s"), deed, place, health)
                          : g_strdup_printf(_("%s (%s)"), deed, place);
}

char *
hemo_phi_words_health(guint64 kinds, gboolean near)
{
    g_autofree char *health = list_health(kinds);

    if (health == NULL)
        return NULL;
    return near ? g_strdup_printf(_("Speaks of %s, and perhaps of one person"), health)
                : g_strdup_printf(_("Speaks of %s, but of no person"), health);
}
