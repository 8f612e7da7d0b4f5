/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A file of the command line as a sealed memfd; "-" is standard input.
 */
#pragma once

#include <glib.h>

/* The caller closes it; -1 and an error in plain words, which do not name the file. */
int hemo_cli_input_open(const char *file, GError **error);

/* Why a file cannot be read, for @code of errno; free it with g_free(). */
char *hemo_cli_input_words(int code);
