/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Takes the add-on out of Claws Mail's settings again, and tells what else is left.
 */
#pragma once

#include "hemo-cli-setup-step.h"

void hemo_cli_setup_undo_run(const HemoCliSetupStep *step);

/* Tells what stays: settings, state, keys, and the files of the mail program as they were
 * before Hemostat @changed them (paths, with a NULL at the end). */
void hemo_cli_setup_undo_tell_left(const HemoCliSetupStep *step, const char *const *changed);
