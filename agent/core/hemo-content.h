/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a mail contains as far as protection goes, in the order of precedence:
 * phi > unread > health > none.  Zero is no answer: it holds.
 */
#pragma once

#include "hemo-names.h"

typedef enum {
    HEMO_CONTENT_INVALID = 0,
    HEMO_CONTENT_NONE,   /* no patient data found */
    HEMO_CONTENT_HEALTH, /* health talk without a person */
    HEMO_CONTENT_UNREAD, /* a part could not be read, so nothing is known of it */
    HEMO_CONTENT_PHI,    /* a person and health or payment for care */
    HEMO_N_CONTENTS
} HemoContent;

/* Sensitive classes (psychotherapy notes, 42 CFR Part 2, ...), as bits. */
typedef enum {
    HEMO_CLASS_PSYCHOTHERAPY = 1 << 0,
    HEMO_CLASS_SUBSTANCE_USE = 1 << 1,
    HEMO_CLASS_HIV = 1 << 2,
    HEMO_CLASS_GENETICS = 1 << 3,
    HEMO_CLASS_REPRODUCTIVE = 1 << 4,
    HEMO_CLASS_ALL = (1 << 5) - 1
} HemoClass;

extern const HemoName hemo_content_names[]; /* "none", "health", "unread", "phi" */
extern const HemoName hemo_class_names[];   /* "psychotherapy", "substance-use", ... */
