/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which profile folder Thunderbird opens, out of its profiles.ini and installs.ini.  Pure;
 * whether a folder is there the caller has to see.
 */
#pragma once

#include "hemo-ini-text.h"

/* The profiles that Thunderbird may open when nobody names one, best first and each once: those
 * that an installed Thunderbird has for its own, else the one marked as default, else all.
 * Absolute, or relative to the folder of profiles.ini.  NULL-terminated, free it with
 * g_strfreev(). */
GStrv hemo_mozilla_profile_find(const HemoIniText *profiles, const HemoIniText *installs);
