/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Puts the agent's note at the start of a mail's text, and brings that into the form in which
 * it is encoded.
 */
#pragma once

#include "hemo-secret.h"

/* @note ("" for none), an empty line and @text, with @newline for every line end of any kind;
 * the last line has one, too. */
HemoSecret *hemo_compose_note_text(const char *note, const char *text, const char *newline);

/* @html with @note in a paragraph at the start of what is shown. */
HemoSecret *hemo_compose_note_html(const char *note, const char *html, const char *newline);
