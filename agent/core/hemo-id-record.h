/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Numbers that only their label makes an identifier: medical record, chart,
 * member, claim, account, device, licence.  Order, tracking and invoice numbers
 * are none.
 */
#pragma once

#include "hemo-id.h"

gboolean hemo_id_record_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
