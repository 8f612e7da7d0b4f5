/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a token says about health, care or paying for care, and which sensitive
 * classes of information it belongs to.
 */
#pragma once

#include "hemo-content.h"
#include "hemo-id.h"

/* HEMO_PHI_NONE if it says nothing. */
HemoPhiKind hemo_phi_health_find(const HemoIdBlock *block, guint at);

/* Whether somebody is said to have it: "your results", "his left knee". */
gboolean hemo_phi_health_is_owned(const HemoIdBlock *block, guint at);

/* Bits of HemoClass. */
guint hemo_phi_health_classes(const HemoToken *token);
