/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Fingerprints as people read them out to each other: in groups of four.
 */
#pragma once

#include <glib.h>

/* The fingerprint that @words (NULL-terminated, one or several groups of one) spell, upper case
 * without blanks, colons and what openssl writes before them; NULL unless it is a whole one, of
 * 40 or 64 digits.  Part of one is none: who gives a beginning may get another key.  Free it
 * with g_free(). */
char *hemo_cli_fingerprint_read(const char *const *words);

/* @fingerprint in groups of four; free it with g_free(). */
char *hemo_cli_fingerprint_group(const char *fingerprint);
