/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is known of a word or phrase: classes (drug, given name ...) and, for
 * words that label a value ("DOB", "MRN"), keys.  The lists are compiled at build
 * time from agent/core/lexicon; words are looked up by a 64-bit fingerprint of
 * their lower-case bytes, phrases by the fingerprint of their words joined by one
 * blank.  No text is stored, nothing is allocated.
 */
#pragma once

#include <glib.h>

/* Classes, as bits. */
enum {
    HEMO_WORD_GIVEN = 1 << 0,
    HEMO_WORD_SURNAME = 1 << 1,
    HEMO_WORD_COMMON = 1 << 2, /* an everyday word: a name only in a strong context */
    HEMO_WORD_TITLE = 1 << 3,
    HEMO_WORD_PROVIDER = 1 << 4,
    HEMO_WORD_RELATION = 1 << 5,
    HEMO_WORD_CALENDAR = 1 << 6,
    HEMO_WORD_STREET = 1 << 7,
    HEMO_WORD_STATE = 1 << 8,
    HEMO_WORD_DRUG = 1 << 9,
    HEMO_WORD_DIAGNOSIS = 1 << 10,
    HEMO_WORD_SYMPTOM = 1 << 11,
    HEMO_WORD_ANATOMY = 1 << 12,
    HEMO_WORD_PROCEDURE = 1 << 13,
    HEMO_WORD_LAB = 1 << 14,
    HEMO_WORD_CLINICAL = 1 << 15, /* words of a clinician's note */
    HEMO_WORD_CARE = 1 << 16,
    HEMO_WORD_PAYMENT = 1 << 17,
    HEMO_WORD_EQUIPMENT = 1 << 18,
    HEMO_WORD_UNIT = 1 << 19,
    HEMO_WORD_BULK = 1 << 20, /* words of newsletters and lists */
    HEMO_WORD_PSYCHOTHERAPY = 1 << 21,
    HEMO_WORD_SUBSTANCE = 1 << 22,
    HEMO_WORD_HIV = 1 << 23,
    HEMO_WORD_GENETICS = 1 << 24,
    HEMO_WORD_REPRO = 1 << 25,
    HEMO_WORD_FACILITY = 1 << 26, /* where and by whom care is given */
    HEMO_WORD_PHRASE = 1 << 27,   /* a phrase starts with this */
};

/* Labels, as bits. */
enum {
    HEMO_KEY_PATIENT = 1 << 0,
    HEMO_KEY_NAME = 1 << 1,
    HEMO_KEY_RE = 1 << 2,
    HEMO_KEY_DOB = 1 << 3,
    HEMO_KEY_MRN = 1 << 4,
    HEMO_KEY_RECORD = 1 << 5,
    HEMO_KEY_MEMBER = 1 << 6,
    HEMO_KEY_CLAIM = 1 << 7,
    HEMO_KEY_ACCOUNT = 1 << 8,
    HEMO_KEY_SSN = 1 << 9,
    HEMO_KEY_MEDICARE = 1 << 10,
    HEMO_KEY_NPI = 1 << 11,
    HEMO_KEY_DEA = 1 << 12,
    HEMO_KEY_CARD = 1 << 13,
    HEMO_KEY_NDC = 1 << 14,
    HEMO_KEY_PROCEDURE = 1 << 15,
    HEMO_KEY_ICD = 1 << 16,
    HEMO_KEY_PHONE = 1 << 17,
    HEMO_KEY_FAX = 1 << 18,
    HEMO_KEY_EVENT = 1 << 19,
    HEMO_KEY_ORDER = 1 << 20,
    HEMO_KEY_VIN = 1 << 21,
    HEMO_KEY_DEVICE = 1 << 22,
    HEMO_KEY_SAW = 1 << 23,
    HEMO_KEY_SALUTE = 1 << 24,
    HEMO_KEY_AGE = 1 << 25,
    HEMO_KEY_LICENCE = 1 << 26,
    HEMO_KEY_VISIT = 1 << 27, /* coming to be seen */
    HEMO_KEY_TOPIC = 1 << 28, /* behind a term it makes a topic or a trade of it: "course" */
};

typedef struct {
    guint64 fingerprint;
    guint32 classes;
    guint32 keys;
} HemoLexiconSlot;

/* Carries on a fingerprint with @size more bytes of @word, ASCII letters made lower case.
 * Start with hemo_lexicon_start(). */
guint64 hemo_lexicon_start(void);
guint64 hemo_lexicon_add(guint64 fingerprint, const guint8 *word, gsize size);

/* The entry of a fingerprint, or NULL. */
const HemoLexiconSlot *hemo_lexicon_find(guint64 fingerprint);
