/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Enables the add-on in Claws Mail's own settings, and keeps drafts on this computer if that
 * was asked for.
 */
#pragma once

#include "hemo-cli-setup-step.h"

/* Says, before anything else, that Claws Mail must be closed for the add-on. */
void hemo_cli_setup_plugin_announce(const HemoCliSetupStep *step);

/* TRUE if a file of Claws Mail may be written now: it does not run, and the person agrees.
 * Else that is told of the check @name. */
gboolean hemo_cli_setup_plugin_may_write(const HemoCliSetupStep *step,
                                         const char *name,
                                         const char *question);

void hemo_cli_setup_plugin_run(const HemoCliSetupStep *step);
void hemo_cli_setup_plugin_keep_drafts(const HemoCliSetupStep *step);
