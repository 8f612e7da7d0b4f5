/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How a person is reached: telephone (North American numbering plan), mail
 * address, street, town with ZIP code, IP address.
 */
#pragma once

#include "hemo-id.h"

gboolean hemo_id_contact_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
