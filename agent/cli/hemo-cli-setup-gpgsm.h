/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The step of "setup claws" that hands one's own S/MIME certificate to GnuPG, with which Claws
 * Mail reads Sent copies and replies.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_gpgsm_run(const HemoCliSetupStep *step);

/* Shows what would be taken back, and what that means. */
void hemo_cli_setup_gpgsm_announce_undo(const HemoCliSetupStep *step);

/* Takes back what it handed over. */
void hemo_cli_setup_gpgsm_undo(const HemoCliSetupStep *step);
