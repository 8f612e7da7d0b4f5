/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The text of an HTML mail, for reading by the classifier, never for display.  All
 * text that is sent counts, also where style hides it, in comments, and in
 * attributes that people can see or hear (alt, title, value ...); scripts and style
 * sheets do not.  What is broken becomes text rather than nothing.
 */
#pragma once

#include "hemo-secret.h"

/* @html is UTF-8.  Blanks are joined except in <pre>; blocks and <br> become line ends,
 * cells of a table are parted by a tab, lines of a <blockquote> begin with "> " for each
 * level (at most 8).  Linear time; the text is at most six times as long as @html. */
HemoSecret *hemo_html_to_text(HemoSlice html);
