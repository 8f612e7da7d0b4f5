/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: Thunderbird with the add-on in it, the way to Hemostat's program, the settings, the
 * Outbox, and its accounts against accounts.conf.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-settings.h"
#include "hemo-cli-thunderbird.h"

/* @settings may be NULL. */
void hemo_cli_doctor_thunderbird_run(HemoCliCheck *checks,
                                     const HemoCliThunderbird *thunderbird,
                                     const HemoCliSettings *settings);
