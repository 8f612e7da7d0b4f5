/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Dates more exact than a year, and ages over 89 (45 CFR 164.514(b)(2)(i)(C)).
 * A label tells a birth date and the date of an event; fractions, blood pressure
 * and muscle strength are no dates.
 */
#pragma once

#include "hemo-id.h"

gboolean hemo_id_date_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
gboolean hemo_id_date_find_age(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
