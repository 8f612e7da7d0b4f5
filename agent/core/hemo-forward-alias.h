/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The targets of a ~/.forward file, and of aliases(5), which has a name before them.
 */
#pragma once

#include "hemo-slice.h"

void hemo_forward_alias_parse(GPtrArray *targets, HemoSlice text);

/* One list without a name on each line. */
void hemo_forward_alias_parse_bare(GPtrArray *targets, HemoSlice text);
