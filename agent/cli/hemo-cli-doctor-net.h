/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: the name service as the agent uses it, and whether TLS counts for patient data.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-net.h"
#include "hemo-cli-settings.h"
#include "hemo-mail-account.h"

/* @accounts (HemoMailAccount, of all mail programs) and @settings may be NULL.  Takes some
 * seconds if nobody answers. */
void hemo_cli_doctor_net_run(HemoCliCheck *checks,
                             const GPtrArray *accounts,
                             const HemoCliSettings *settings,
                             const HemoCliNet *net);
