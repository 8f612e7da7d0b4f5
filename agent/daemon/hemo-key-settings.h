/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the administrator's group [keys] says, as values.
 */
#pragma once

#include "hemo-finder.h"
#include "hemo-policy.h"

typedef enum {
    HEMO_REVOCATION_HARD = 0, /* no fresh list: held */
    HEMO_REVOCATION_SOFT,     /* only if there was one that is too old now */
    HEMO_REVOCATION_OFF,
} HemoRevocationPolicy;

typedef struct {
    guint finders;              /* bits of HemoFinderBits; HEMO_FINDER_IMPORT always */
    const char *smime_anchors;  /* file, of the policy or static */
    const char *direct_anchors; /* file, or NULL */
    HemoRevocationPolicy revocation;
    gint64 crl_age; /* seconds */
} HemoKeySettings;

HemoKeySettings hemo_key_settings_read(const HemoPolicy *policy);
