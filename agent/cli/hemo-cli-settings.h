/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings of Hemostat as they stand on disk, for verbs that look at them without the
 * agent.
 */
#pragma once

#include "hemo-account.h"
#include "hemo-ini-text.h"
#include "hemo-policy.h"

typedef struct {
    char *accounts_path; /* the user's accounts.conf */
    HemoIniText *accounts_text;
    HemoIniText *system_accounts_text;
    HemoPolicy *policy;     /* NULL if it cannot be used */
    HemoAccounts *accounts; /* likewise */
} HemoCliSettings;

/* @system_folder NULL: the installed one.  NULL and an error only if a file cannot be read;
 * what is wrong inside of them is in @ret_fault (NULL if nothing), the caller's to free. */
HemoCliSettings *
hemo_cli_settings_load(const char *system_folder, GError **ret_fault, GError **error);
void hemo_cli_settings_free(HemoCliSettings *settings);

/* The IDs of all accounts; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_cli_settings_ids(const HemoCliSettings *settings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliSettings, hemo_cli_settings_free)
