/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Enables the add-on in Claws Mail's own settings, and keeps drafts on this computer if that
 * was asked for.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_plugin_run(const HemoCliSetupStep *step);
void hemo_cli_setup_plugin_keep_drafts(const HemoCliSetupStep *step);
