/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The last word on a key: what the engine says of it, what people and finders said, which
 * key was used before, and what proof the policy asks for.  Pure.
 */
#pragma once

#include "hemo-key-record.h"

/* All borrowed. */
typedef struct {
    const HemoKey *key;          /* as the engine judged it */
    const HemoKeyRecord *record; /* of this key and address, or NULL */
    gboolean own_address;        /* one of the user's accounts: a secret key makes it hers */
    gboolean in_ring;            /* gpg has it */
    gboolean pinned;             /* some key was used or confirmed before ... */
    gboolean is_pin;             /* ... and it was this one, or this public key */
    guint finders;               /* HemoFinderBits that policy allows */
    HemoKeyTrust least;
    gboolean fips; /* approved algorithms only */
    gint64 now;    /* Unix seconds */
} HemoKeyCase;

/* Whether policy lets it count at all: a finder that is switched off told of it, and nobody
 * else did. */
gboolean hemo_key_judge_counts(const HemoKeyCase *each);

/* How well it is known whose it is. */
HemoKeyTrust hemo_key_judge_trust(const HemoKeyCase *each);

/* The key, judged.  One for an own address whose private part is here is one's own, and needs
 * nobody's word.  For another address having the private part says nothing: anybody can hand
 * it over.  Such a key comes out without a secret. */
HemoKey *hemo_key_judge_make(const HemoKeyCase *each);

/* The record of the key of @kind that was used or confirmed last; NULL: none was. */
const HemoKeyRecord *hemo_key_judge_pin(GPtrArray *records, HemoKeyKind kind);

/* The one to use; @other may be NULL.  A key that is published in place of the one used before
 * is told of before one that nobody vouches for. */
gboolean hemo_key_judge_is_better(const HemoKey *key, const HemoKey *other);
