/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What can be found, and what each finding weighs: fixed integers in one table.
 * A finding can only raise a score.  A mail is PHI when a finding that points at a
 * person and the health words around it reach HEMO_PHI_THRESHOLD together.
 */
#pragma once

#include "hemo-names.h"

typedef enum {
    HEMO_PHI_NONE = 0,
    /* a person */
    HEMO_PHI_PATIENT_NAME,
    HEMO_PHI_TITLED_NAME,
    HEMO_PHI_RELATIVE_NAME,
    HEMO_PHI_FULL_NAME,
    HEMO_PHI_GREETED_NAME,
    HEMO_PHI_LONE_NAME,
    HEMO_PHI_SSN,
    HEMO_PHI_MEDICARE,
    HEMO_PHI_MRN,
    HEMO_PHI_RECORD,
    HEMO_PHI_MEMBER,
    HEMO_PHI_CLAIM,
    HEMO_PHI_ACCOUNT,
    HEMO_PHI_CARD,
    HEMO_PHI_PHONE,
    HEMO_PHI_MAIL_ADDRESS,
    HEMO_PHI_STREET,
    HEMO_PHI_PLACE,
    HEMO_PHI_BIRTH_DATE,
    HEMO_PHI_EVENT_DATE,
    HEMO_PHI_DATE,
    HEMO_PHI_AGE,
    HEMO_PHI_VEHICLE,
    HEMO_PHI_DEVICE,
    HEMO_PHI_LICENCE,
    HEMO_PHI_IP_ADDRESS,
    HEMO_PHI_TABLE,
    HEMO_PHI_HL7,
    HEMO_PHI_CCDA,
    HEMO_PHI_FHIR,
    HEMO_PHI_X12,
    HEMO_PHI_STATED, /* one sentence gives a name and what the person has or gets */
    /* health and paying for it */
    HEMO_PHI_DIAGNOSIS,
    HEMO_PHI_DRUG,
    HEMO_PHI_PROCEDURE,
    HEMO_PHI_LAB,
    HEMO_PHI_SYMPTOM,
    HEMO_PHI_ANATOMY,
    HEMO_PHI_CLINICAL,
    HEMO_PHI_CARE,
    HEMO_PHI_FACILITY,
    HEMO_PHI_PAYMENT,
    HEMO_PHI_EQUIPMENT,
    HEMO_PHI_DOSE,
    HEMO_PHI_OWNED, /* "your results", "his pain": somebody's health */
    HEMO_PHI_DIAGNOSIS_CODE,
    HEMO_PHI_PROCEDURE_CODE,
    HEMO_PHI_DRUG_CODE,
    HEMO_PHI_PROVIDER_NUMBER,
    HEMO_N_PHI_KINDS
} HemoPhiKind;

#define HEMO_PHI_FIRST_HEALTH HEMO_PHI_DIAGNOSIS

typedef struct {
    guint8 person; /* how surely it points at one person */
    guint8 more;   /* what it adds when a stronger one stands near */
    guint8 topic;  /* talk about health */
    guint8 note;   /* talk about one patient's health */
} HemoPhiWeight;

#define HEMO_PHI_THRESHOLD      100
#define HEMO_PHI_BULK_THRESHOLD 130 /* in newsletters and list mail */
#define HEMO_PHI_HEALTH         30  /* topic and note without a person: "health" */
#define HEMO_PHI_NEAR           80  /* a person with health, but less than PHI: "health" */
#define HEMO_PHI_TOPIC_LEAST    10  /* less is no health: a person alone is never PHI */
#define HEMO_PHI_TOPIC_MOST     50  /* of the topic around one finding */
#define HEMO_PHI_NOTE_MOST      60
#define HEMO_PHI_MORE_MOST      30
#define HEMO_PHI_REACH          120 /* tokens to each side */
#define HEMO_PHI_WIDE           120 /* tokens; in less, health words count for more ... */
#define HEMO_PHI_NARROW         50  /* ... down to this */

extern const HemoPhiWeight hemo_phi_weights[HEMO_N_PHI_KINDS];
extern const HemoName hemo_phi_weights_names[]; /* "patient-name", "mrn" ... */
