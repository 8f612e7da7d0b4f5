/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Numbers that carry their own proof or a fixed form: SSN, MBI, NPI, DEA, cards,
 * VIN, ICD-10-CM, procedure and drug codes.  Numbers that advertise, test or repeat
 * are refused.
 */
#pragma once

#include "hemo-id.h"

gboolean hemo_id_number_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
