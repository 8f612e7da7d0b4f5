/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Thunderbird as it stands on this computer: the profile in a home folder, its settings and
 * accounts, and whether it runs.  Only looks.
 */
#pragma once

#include "hemo-mail-account.h"
#include "hemo-mozilla-prefs.h"

typedef struct {
    char *root;     /* "" but in tests: stands before every path of the system */
    char *home;     /* the user's */
    char *profile;  /* folder */
    char *prefs_js; /* paths */
    char *user_js;
    GBytes *prefs_text; /* what the two hold; empty if there is no such file */
    GBytes *user_text;
    GBytes *prefs_wanted;    /* what prefs.js shall hold; the steps of "setup" change it */
    HemoMozillaPrefs *prefs; /* as they count: the administrator's, these two, a policy's */
    GPtrArray *accounts;     /* HemoMailAccount, one an identity */
    GPtrArray *agreed;       /* HemoMozillaBlockItem that a step wants in user.js */
} HemoCliThunderbird;

typedef struct {
    const char *home;    /* NULL: the user's */
    const char *profile; /* NULL: the one that Thunderbird opens by itself */
    const char *root;    /* NULL: "" */
} HemoCliThunderbirdPlace;

/* HEMO_ERROR_NOT_FOUND Thunderbird was never started there; HEMO_ERROR_UNSUPPORTED it is a
 * Flatpak or a Snap; HEMO_ERROR_INVALID there are several profiles, or the files cannot be
 * read. */
HemoCliThunderbird *hemo_cli_thunderbird_load(const HemoCliThunderbirdPlace *place,
                                              GError **error);
void hemo_cli_thunderbird_free(HemoCliThunderbird *thunderbird);

/* The process that has the profile open: Thunderbird writes prefs.js when it ends, and reads
 * user.js when it starts.  0 if there is none. */
gint hemo_cli_thunderbird_find_process(const HemoCliThunderbird *thunderbird);

/* The files with filter rules of all accounts; NULL-terminated, free it with g_strfreev(). */
GStrv hemo_cli_thunderbird_find_rules(const char *profile);

/* The version of the installed one ("153.7.0"); NULL if there is none. */
char *hemo_cli_thunderbird_version(const HemoCliThunderbird *thunderbird);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCliThunderbird, hemo_cli_thunderbird_free)
