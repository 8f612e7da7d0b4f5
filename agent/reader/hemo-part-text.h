/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Bytes of a text part and the name of their character set in, UTF-8 with LF line
 * ends out.  It never drops bytes in silence: what it cannot read exactly it still
 * gives as well as it can, and says so.
 */
#pragma once

#include "hemo-secret.h"

/* @charset as named by the part, or NULL.  A byte order mark and plain UTF-8 are
 * recognised where no set is named; other bytes are then read as windows-1252.
 * *@ret_is_exact is FALSE if the set is unknown, bytes do not belong to it, or there
 * are NULs: then somebody may see more in it than we do. */
HemoSecret *hemo_part_text_decode(HemoSlice bytes, const char *charset, gboolean *ret_is_exact);

/* @text, which is taken, as it is judged: blanks of other kinds become ordinary
 * ones, and what nobody sees (soft hyphens, zero-width characters, marks of writing
 * direction) is left out, as it may stand inside a name. */
HemoSecret *hemo_part_text_seen(HemoSecret *text);
