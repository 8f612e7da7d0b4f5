/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What an administrator decided for Thunderbird in policies.json.  Only looks; of what cannot
 * be read nothing counts.
 */
#pragma once

#include <glib.h>

/* TRUE if the add-on @id is installed by policy; @root stands before the paths ("" but in
 * tests).
 */
gboolean hemo_cli_mozilla_policy_installs(const char *root, const char *id);

/* The settings that it gives, as lines of a settings file. */
char *hemo_cli_mozilla_policy_prefs(const char *root);
