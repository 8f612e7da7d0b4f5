/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Text whose very form says that it is about patients: HL7 v2, C-CDA, FHIR JSON,
 * X12, a table with patient columns.  A document of such a form without a patient
 * in it is no finding.
 */
#pragma once

#include "hemo-phi-weights.h"
#include "hemo-slice.h"

/* HEMO_PHI_NONE, or the kind and the bytes that prove it; of a table its first rows. */
HemoPhiKind hemo_structure_find(HemoSlice text, gsize *ret_offset, gsize *ret_length);
