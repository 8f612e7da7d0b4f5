/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Names of files inside a PDF file: what a program saves them as must not lead it
 * elsewhere.
 */
#pragma once

#include <glib.h>

/* @wanted (any bytes, or NULL) without path, control characters and marks of writing
 * direction, in UTF-8; a name by @media_type and @number if nothing is left.  Wiped by the
 * caller. */
char *hemo_pdf_name_new(const char *wanted, const char *media_type, guint number);

/* "scan (2).png": another one of the same name. */
char *hemo_pdf_name_numbered(const char *name, guint number);
