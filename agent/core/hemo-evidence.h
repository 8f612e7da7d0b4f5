/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What was learned about one domain and when: an immutable value around the very
 * a{sv} object that "hemostat domain --json" prints and the state database keeps.
 * Keys: domain s, level s, probe s, dane s, mta_sts s,
 * mx aa{sv} (host s, address s, level s, version s, cipher s, reason s),
 * reasons as (plain words, best first), checked x, expires x (Unix seconds).
 */
#pragma once

#include "hemo-level.h"

typedef struct _HemoEvidence HemoEvidence;

/* Takes a floating @object.  HEMO_ERROR_INVALID if a key above is missing, has
 * another type, or level is no level. */
HemoEvidence *hemo_evidence_new(GVariant *object, GError **error);
HemoEvidence *hemo_evidence_ref(HemoEvidence *evidence);
void hemo_evidence_unref(HemoEvidence *evidence);

const char *hemo_evidence_domain(const HemoEvidence *evidence);
HemoLevel hemo_evidence_level(const HemoEvidence *evidence);
gint64 hemo_evidence_checked(const HemoEvidence *evidence);
gint64 hemo_evidence_expires(const HemoEvidence *evidence);

/* The reasons, valid as long as @evidence; free the array itself with g_free(). */
const char **hemo_evidence_reasons(const HemoEvidence *evidence);

/* The whole object; the value keeps it. */
GVariant *hemo_evidence_object(const HemoEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoEvidence, hemo_evidence_unref)
