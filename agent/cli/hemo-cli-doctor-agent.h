/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: the agent with its keyring, the reader, the settings.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-settings.h"

/* @settings may be NULL with @error, @fault is what is wrong inside of them; neither is
 * taken. */
void hemo_cli_doctor_agent_run(HemoCliCheck *checks,
                               const HemoCliSettings *settings,
                               const GError *error,
                               const GError *fault);

/* What can be done about it, translated; the cause is in the error's own words.  @answered: the
 * agent itself said so.  Then it is installed, and what it misses is none of Hemostat's
 * programs: a keyring, gpg; its words say what to do, and this is "". */
const char *hemo_cli_doctor_agent_remedy(const GError *error, gboolean answered);
