/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The named characters of HTML 4 (section 24): "eacute" is U+00E9.  Rarer names of
 * HTML 5 are not known; they stay in the text as they were written.
 */
#pragma once

#include "hemo-slice.h"

#define HEMO_HTML_ENTITIES_NAME 8 /* the longest name */

/* The character called @name (exact case, without & and ;), or 0. */
gunichar hemo_html_entities_find(HemoSlice name);

/* The character meant by the number @code: 128 to 159 are read as windows-1252, as mail
 * programs mean them; what is no character becomes U+FFFD. */
gunichar hemo_html_entities_number(guint32 code);
