/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Looks through the user's gpg.conf for lines that change who can read a mail.  GPGME
 * offers no way to switch them off for a call, so such a gpg.conf rules OpenPGP out.
 * Never changes the file.
 */
#pragma once

#include <glib.h>

/* HEMO_ERROR_CONFIG if gpg.conf in @home has "group", "recipient" or their kin; a file that is
 * not there is fine, one that cannot be read is not. */
gboolean hemo_gpg_conf_check(const char *home, GError **error);
