/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: the legs of all accounts, tried side by side.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-settings.h"
#include "hemo-mail-account.h"

/* @accounts (HemoMailAccount, of all mail programs) and @settings may be NULL; @ca_file NULL:
 * the system's. */
void hemo_cli_doctor_legs_run(HemoCliCheck *checks,
                              const GPtrArray *accounts,
                              const HemoCliSettings *settings,
                              const char *ca_file);
