/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What verbs print: with --json one object a line on standard output, always UTF-8; else
 * lines for people.  What goes wrong is said on standard error.  Words that strangers chose
 * cannot steer the terminal: control characters are printed as "?".
 */
#pragma once

#include <glib.h>

/* Exit statuses of every verb. */
#define HEMO_CLI_GOOD       0
#define HEMO_CLI_USAGE      1 /* also: the output could not be written */
#define HEMO_CLI_UNREADABLE 2 /* an input could not be read */
#define HEMO_CLI_HELD       3 /* the mail was held, or asked about */

/* Prints @object (a{sv}, floating taken) as one line. */
void hemo_cli_output_object(GVariant *object);

/* A line for people; the line end is added. */
void hemo_cli_output_line(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Each of @object's texts at @key on a line of its own behind @indent. */
void hemo_cli_output_texts(GVariant *object, const char *key, const char *indent);

/* "hemostat: words" on standard error; the second one takes @error. */
void hemo_cli_output_complaint(const char *format, ...) G_GNUC_PRINTF(1, 2);
void hemo_cli_output_error(GError *error);

/* FALSE if something could not be written to standard output. */
gboolean hemo_cli_output_flush(void);
