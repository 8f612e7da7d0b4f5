/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What every verb prints with --json: one object a line on standard output; and what
 * goes wrong, on standard error.
 */
#pragma once

#include <glib.h>

/* Exit statuses of every verb. */
#define HEMO_CLI_GOOD       0
#define HEMO_CLI_USAGE      1
#define HEMO_CLI_UNREADABLE 2 /* an input could not be read */
#define HEMO_CLI_HELD       3 /* the mail was held, or asked about */

/* Prints @object (a{sv}, floating taken) as one line. */
void hemo_cli_output_object(GVariant *object);

/* "hemostat: words" on standard error; takes @error. */
void hemo_cli_output_error(GError *error);

/* A copy of @object (a{sv}) with @file first in it; floating. */
GVariant *hemo_cli_output_with_file(GVariant *object, const char *file);
