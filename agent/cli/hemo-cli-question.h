/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Questions in a terminal.  Without one the answer is no.
 */
#pragma once

#include <glib.h>

/* TRUE for an answer that begins with the first letter of "yes", in the person's language. */
gboolean hemo_cli_question_ask(const char *question);

/* TRUE if the person typed @word, and nothing else. */
gboolean hemo_cli_question_type(const char *question, const char *word);
