/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the agent says of a key in names, in words for people.
 */
#pragma once

#include <glib.h>

const char *hemo_cli_key_words_kind(const char *kind);     /* "openpgp" */
const char *hemo_cli_key_words_finder(const char *finder); /* "wkd" */
const char *hemo_cli_key_words_how(const char *how);       /* "telephone" */

/* TRUE if @how is one that a person can say. */
gboolean hemo_cli_key_words_knows_how(const char *how);

/* The day of @time (Unix seconds) as people write it; free it with g_free(). */
char *hemo_cli_key_words_day(gint64 time);
