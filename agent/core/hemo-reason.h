/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Why a recipient gets the method that he gets: codes for the audit, and the plain
 * words that a clinician reads: lower-case phrases without a full stop.
 */
#pragma once

#include "hemo-names.h"

typedef enum {
    HEMO_REASON_INVALID = 0,
    /* what the mail needs */
    HEMO_REASON_NO_PATIENT_DATA,
    HEMO_REASON_HEALTH_ONLY,
    HEMO_REASON_PATIENT_DATA,
    HEMO_REASON_UNREADABLE,
    HEMO_REASON_UNREADABLE_SENT,
    HEMO_REASON_CONFIRMED_CLEAN,
    HEMO_REASON_REQUESTED,
    HEMO_REASON_FORCED,
    HEMO_REASON_POLICY_HOLDS,
    HEMO_REASON_NOT_JUDGED,
    /* why TLS is, or is not, enough */
    HEMO_REASON_TLS_ENFORCED,
    HEMO_REASON_TLS_HONOURED,
    HEMO_REASON_TLS_PREDICTED,
    HEMO_REASON_INTERNAL,
    HEMO_REASON_LEG_UNVERIFIED,
    HEMO_REASON_LEVEL_TOO_LOW,
    HEMO_REASON_ROUTE_NO_GUARANTEE,
    HEMO_REASON_CONFLICT,
    HEMO_REASON_TLS_NEVER,
    HEMO_REASON_REPLY_PATH,
    HEMO_REASON_RUNG_ABOVE_TLS,
    HEMO_REASON_NOT_OPENED,
    HEMO_REASON_SENSITIVE,
    /* the rest of the ladder */
    HEMO_REASON_SMIME,
    HEMO_REASON_OPENPGP,
    HEMO_REASON_PORTAL,
    HEMO_REASON_PDF,
    HEMO_REASON_TLS_AS_WELL, /* beside an end-to-end method */
    HEMO_REASON_PDF_NOT_APPROVED,
    HEMO_REASON_HAD_KEY, /* so it goes with no less */
    HEMO_REASON_NO_METHOD,
    HEMO_REASON_EXCLUSIVE_REFUSED,
    HEMO_REASON_ENCRYPTED_ALREADY,
    HEMO_REASON_UNDELIVERABLE,
    HEMO_REASON_ASK_HEALTH,
    HEMO_REASON_ASK_UNREADABLE,
    HEMO_REASON_ASK_ALWAYS,
    HEMO_REASON_ASK_UNDELIVERABLE,
    HEMO_N_REASONS
} HemoReason;

/* The code as it stands in the audit, "level-too-low"; NULL if @reason is none. */
const char *hemo_reason_code(HemoReason reason);

/* One sentence, translated, without a full stop; "" if @reason is none. */
const char *hemo_reason_words(HemoReason reason);

/* The reason with @code, HEMO_REASON_INVALID if there is none. */
HemoReason hemo_reason_value(const char *code);
