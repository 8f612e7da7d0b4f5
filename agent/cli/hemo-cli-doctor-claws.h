/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: Claws Mail, its add-on, and how its accounts are set.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-claws.h"
#include "hemo-cli-settings.h"

/* @settings may be NULL: then accounts are not compared.  @process: what runs now. */
void hemo_cli_doctor_claws_run(HemoCliCheck *checks,
                               const HemoCliClaws *claws,
                               const HemoCliSettings *settings,
                               const char *plugin,
                               HemoCliClawsProcess process);
