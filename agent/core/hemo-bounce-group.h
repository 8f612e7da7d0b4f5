/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Why a mail was not delivered, in groups that a person understands.  The words
 * of the server decide; the status code (RFC 3463) helps where they say nothing.
 */
#pragma once

#include "hemo-names.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_BOUNCE_OTHER = 0,
    HEMO_BOUNCE_WRONG_ADDRESS,
    HEMO_BOUNCE_NO_SUCH_DOMAIN,
    HEMO_BOUNCE_MAILBOX_FULL,
    HEMO_BOUNCE_INACTIVE,
    HEMO_BOUNCE_TOO_BIG,
    HEMO_BOUNCE_REFUSED,
    HEMO_BOUNCE_TLS,
    HEMO_BOUNCE_RATE,
    HEMO_BOUNCE_POLICY,
    HEMO_BOUNCE_TEMPORARY,
} HemoBounceGroup;

extern const HemoName hemo_bounce_group_names[]; /* "wrong-address", "tls", ... */

/* The reason in plain words, a translated phrase: "the mailbox is full". */
const char *hemo_bounce_group_words(HemoBounceGroup group);

/* @status is "5.1.1" or empty; @words what the servers said, any length. */
HemoBounceGroup hemo_bounce_group_find(HemoSlice status, HemoSlice words);
