/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Names of people, and in what part they appear: patient, relative, greeted,
 * with a title, or only a name.  Clinicians ("Dr." before, "MD" behind) are no
 * finding.  Case is what makes a word a name; text in capitals needs listed names.
 */
#pragma once

#include "hemo-id.h"

gboolean hemo_id_name_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit);
