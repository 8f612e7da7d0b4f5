/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The steps of "setup thunderbird" that change something of Thunderbird's: the file by which it
 * finds Hemostat's program, the add-on, and settings in user.js.
 */
#pragma once

#include "hemo-cli-setup-step.h"

/* Says early that Thunderbird runs, if something is to be done for which it must not. */
void hemo_cli_setup_thunderbird_announce(const HemoCliSetupStep *step);

void hemo_cli_setup_thunderbird_link(const HemoCliSetupStep *step);
void hemo_cli_setup_thunderbird_add(const HemoCliSetupStep *step);

/* FALSE after telling that Thunderbird runs: nothing of the profile may change now. */
gboolean hemo_cli_setup_thunderbird_may_write(const HemoCliSetupStep *step, const char *name);

/* Makes Thunderbird look for new and changed add-ons as the first thing when it starts next. */
void hemo_cli_setup_thunderbird_rescan(const HemoCliSetupStep *step);

/* Puts into prefs.js what was there before these items (HemoMozillaBlockItem): as said in
 * hemo-mozilla-block.h. */
void hemo_cli_setup_thunderbird_restore(const HemoCliSetupStep *step, const GPtrArray *items);

/* Writes prefs.js if one of these two changed it: the last step. */
void hemo_cli_setup_thunderbird_save(const HemoCliSetupStep *step);
