/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Brings the accounts of a mail program into accounts.conf.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_accounts_run(const HemoCliSetupStep *step);
