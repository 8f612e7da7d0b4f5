/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Fields of a composed header.  A value that could begin another field is refused, never
 * mended: whoever wrote it meant something else.
 */
#pragma once

#include <gmime/gmime.h>

/* Adds unstructured text (RFC 5322 section 2.2.1), as encoded words where it needs them.
 * FALSE, with nothing added, for CR or LF in @text, and for more than it may be long. */
gboolean hemo_compose_field_add_text(GMimeMessage *message, const char *name, const char *text);

/* Adds ASCII that no word of is ever encoded, folded between words.  FALSE also for other
 * characters and for a word that no line has room for. */
gboolean
hemo_compose_field_add_words(GMimeMessage *message, const char *name, const char *words);

/* Adds a field of the person's own: X-* and List-* only, none that the mail program keeps for
 * itself. */
gboolean hemo_compose_field_add_own(GMimeMessage *message, const char *name, const char *body);

/* Whether @id is one Message-ID with its angle brackets that fits a line. */
gboolean hemo_compose_field_is_id(const char *id);
