/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which profile the Thunderbird uses that started us: native messaging does not say.
 */
#pragma once

#include <glib.h>

/* The folder of the profile of the process @parent: where it has its lock open; else what its
 * command line names (--profile FOLDER); else the one that Thunderbird opens by itself, out of
 * profiles.ini in @root ("~/.thunderbird").  NULL and HEMO_ERROR_NOT_FOUND; the caller frees
 * it. */
char *hemo_native_profile_find(GPid parent, const char *root, GError **error);
