/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The targets of Thunderbird's filter rules (msgFilterRules.dat): lines NAME="VALUE", of which
 * action="Forward" with its actionValue sends mail on, and action="Reply" answers the sender
 * by itself.
 */
#pragma once

#include "hemo-slice.h"

/* Rules that are switched off are left out. */
void hemo_forward_thunderbird_parse(GPtrArray *targets, HemoSlice text);
