/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The user's own OpenPGP key for an address: without one nothing can be encrypted, as the
 * sender could not read it again.
 */
#pragma once

#include <glib.h>

/* TRUE if gpg has one that can be used; else why not in @ret_words, a translated phrase. */
gboolean hemo_cli_own_key_find(const char *address, char **ret_words);
