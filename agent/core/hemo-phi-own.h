/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whether something that was found belongs to the sender or the clinic, and so
 * says nothing about a patient.
 */
#pragma once

#include "hemo-phi-weights.h"
#include "hemo-phi.h"

/* @own may be NULL.  Numbers are compared by their digits, the rest without case. */
gboolean hemo_phi_own_has(const HemoPhiOwn *own, HemoPhiKind kind, HemoSlice found);
