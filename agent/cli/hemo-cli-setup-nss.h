/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The step of "setup thunderbird" that hands one's own S/MIME certificate to Thunderbird, so
 * that it reads Sent copies and replies.  It never makes Thunderbird itself encrypt or sign.
 */
#pragma once

#include "hemo-cli-setup-step.h"

/* What it wants in user.js goes into the thunderbird's "agreed"; before the step of the
 * settings. */
void hemo_cli_setup_nss_run(const HemoCliSetupStep *step);

/* Shows what would be taken back, and what that means. */
void hemo_cli_setup_nss_announce_undo(const HemoCliSetupStep *step);

/* Takes back what it handed over. */
void hemo_cli_setup_nss_undo(const HemoCliSetupStep *step);
