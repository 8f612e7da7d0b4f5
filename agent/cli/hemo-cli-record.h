/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One audit record in words, for a person who reads many of them: a line that tells
 * when, which mail and what, then a line for each recipient.
 */
#pragma once

#include <glib.h>

/* @record is one of Audit1.Show.  Free the text with g_free(). */
char *hemo_cli_record_words(GVariant *record);
