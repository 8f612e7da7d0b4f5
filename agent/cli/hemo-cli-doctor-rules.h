/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: Claws Mail's filter rules that send received mail on.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-claws.h"
#include "hemo-cli-net.h"

void hemo_cli_doctor_rules_run(HemoCliCheck *checks,
                               const HemoCliClaws *claws,
                               const HemoCliNet *net);
