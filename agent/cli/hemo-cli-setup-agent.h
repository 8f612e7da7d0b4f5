/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Starts the agent now and at each login, where a systemd of the user's own runs.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_agent_run(const HemoCliSetupStep *step);
