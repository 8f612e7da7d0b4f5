/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Doctor: one's own keys for the accounts, what of others waits for a person, and where keys
 * are looked for.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-settings.h"
#include "hemo-mail-account.h"

/* @accounts: HemoMailAccount.  @settings may be NULL. */
void hemo_cli_doctor_keys_run(HemoCliCheck *checks,
                              const GPtrArray *accounts,
                              const HemoCliSettings *settings);

/* What the agent said of all keys (aa{sv}; NULL: nothing), judged at @now (Unix seconds), for
 * the accounts of mail programs and of @settings (may be NULL). */
void hemo_cli_doctor_keys_judge(HemoCliCheck *checks,
                                const GPtrArray *accounts,
                                const HemoCliSettings *settings,
                                GVariant *keys,
                                gint64 now);
