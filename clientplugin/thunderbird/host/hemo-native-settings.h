/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings of the running Thunderbird, read from its profile each time they are wanted, as
 * the person can change them at any time.  Only read, never written.
 */
#pragma once

#include "hemo-mail-account.h"
#include "hemo-mozilla-prefs.h"

typedef struct {
    HemoMozillaPrefs *own;     /* what Thunderbird keeps in prefs.js: the person's choices */
    HemoMozillaPrefs *general; /* what the computer's administrator set as default */
    char *overrides;           /* cert_override.txt */
    gsize n_overrides;
} HemoNativeSettings;

/* @profile is the profile's folder, @general a folder of *.js ("/etc/thunderbird/pref").  A
 * file that is not there is empty.  NULL and HEMO_ERROR_NOT_FOUND without prefs.js and
 * user.js. */
HemoNativeSettings *
hemo_native_settings_read(const char *profile, const char *general, GError **error);

/* The same for the Thunderbird that is our parent. */
HemoNativeSettings *hemo_native_settings_load(GError **error);
void hemo_native_settings_free(HemoNativeSettings *settings); /* NULL is fine */

/* The value of @name as Thunderbird has it now, a basic type or NULL if it has its own default;
 * floating. */
GVariant *hemo_native_settings_find(const HemoNativeSettings *settings, const char *name);

/* TRUE if the person told Thunderbird to take whatever certificate @server shows. */
gboolean hemo_native_settings_is_unchecked(const HemoNativeSettings *settings,
                                           const HemoMailServer *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoNativeSettings, hemo_native_settings_free)
