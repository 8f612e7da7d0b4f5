/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The step of "setup thunderbird" that proposes settings, each with its reason: those that the
 * person agrees to go into a block of user.js of our own.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_prefs_run(const HemoCliSetupStep *step);

/* Those that Hemostat wants here and that are not set so; what each is for, translated.  Used
 * by "doctor" too.  HemoMozillaBlockItem, freed with the array; "before" is what counts now.
 * With @local_drafts no drafts are, or none will be, on the server. */
GPtrArray *hemo_cli_setup_prefs_find(const HemoCliThunderbird *thunderbird,
                                     gboolean local_drafts);
