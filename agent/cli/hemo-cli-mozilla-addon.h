/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The add-on in Thunderbird: its file, whether Thunderbird uses it, and which others could
 * change or send mail after it.  Only looks.
 */
#pragma once

#include "hemo-cli-thunderbird.h"

#define HEMO_CLI_MOZILLA_ADDON_ID   "hemostat@hemostat.org"
#define HEMO_CLI_MOZILLA_ADDON_FILE HEMO_CLI_MOZILLA_ADDON_ID ".xpi"

typedef enum {
    HEMO_CLI_MOZILLA_ADDON_ABSENT = 0,
    HEMO_CLI_MOZILLA_ADDON_NEW,      /* its file is there; not started with it yet */
    HEMO_CLI_MOZILLA_ADDON_DISABLED, /* switched off */
    HEMO_CLI_MOZILLA_ADDON_REFUSED,  /* does not fit this Thunderbird */
    HEMO_CLI_MOZILLA_ADDON_ACTIVE,
} HemoCliMozillaAddon;

/* The file as a package installs it for all, below @root's /usr; NULL if there is none. */
char *hemo_cli_mozilla_addon_find_system(const HemoCliThunderbird *thunderbird);

/* The file in the profile, whether or not it is there. */
char *hemo_cli_mozilla_addon_path(const HemoCliThunderbird *thunderbird);

/* What Thunderbird had noted when it last ran. */
HemoCliMozillaAddon hemo_cli_mozilla_addon_find(const HemoCliThunderbird *thunderbird);

/* The names of other add-ons in use that may change a mail or send one; free it with
 * g_strfreev(). */
GStrv hemo_cli_mozilla_addon_find_others(const HemoCliThunderbird *thunderbird);
