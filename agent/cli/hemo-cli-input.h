/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A file of the command line as a sealed memfd; "-" is standard input.
 */
#pragma once

#include <glib.h>

/* The caller closes it; -1 and an error in plain words. */
int hemo_cli_input_open(const char *file, GError **error);
