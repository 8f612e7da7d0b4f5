/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "setup thunderbird --undo": takes back what setup changed in Thunderbird, and says what is
 * left.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_thunderbird_undo_run(const HemoCliSetupStep *step);
