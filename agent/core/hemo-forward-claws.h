/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The targets of Claws Mail's filter rules (matcherrc): forward, forward_as_attachment and
 * redirect, each with an account's number and an address.
 */
#pragma once

#include "hemo-slice.h"

/* Rules that are switched off are left out. */
void hemo_forward_claws_parse(GPtrArray *targets, HemoSlice text);
