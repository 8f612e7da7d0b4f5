/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings as they stand on disk now.  Files are looked at again for every mail
 * (a few stat calls) and read again when one has changed, so that a correction works
 * at once; settings that cannot be used hold every mail and say why.
 */
#pragma once

#include "hemo-account.h"
#include "hemo-policy.h"

typedef struct _HemoConfig HemoConfig;

/* @system_folder: the administrator's; @user_folder: hemo_paths_config(). */
HemoConfig *hemo_config_new(const char *system_folder, const char *user_folder);
void hemo_config_free(HemoConfig *config); /* NULL is fine */

/* Reads what has changed.  HEMO_ERROR_CONFIG; HEMO_ERROR_DENIED if an administrator's file can
 * be written by others than its owner. */
gboolean hemo_config_refresh(HemoConfig *config, GError **error);

/* Valid until the next refresh; NULL before the first that succeeded. */
HemoPolicy *hemo_config_policy(const HemoConfig *config);
HemoAccounts *hemo_config_accounts(const HemoConfig *config);

/* The administrator's folder if it is not the installed one, else NULL: the audit says so. */
const char *hemo_config_origin(const HemoConfig *config);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoConfig, hemo_config_free)
