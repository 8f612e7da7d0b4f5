/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Base64 in lines of 76 that end in CRLF (RFC 2045 section 6.8), of bytes that come piece by
 * piece.
 */
#pragma once

#include "hemo-slice.h"

typedef struct _HemoBase64Lines HemoBase64Lines;

HemoBase64Lines *hemo_base64_lines_new(void);
void hemo_base64_lines_free(HemoBase64Lines *lines); /* NULL is fine */

/* How many bytes _add() of @size bytes, or _finish(), writes at most. */
gsize hemo_base64_lines_room(gsize size);

/* Writes the lines that are complete by now; the number of bytes written. */
gsize hemo_base64_lines_add(HemoBase64Lines *lines, HemoSlice bytes, char *output);

/* Writes the last line, if there is one; then it begins anew. */
gsize hemo_base64_lines_finish(HemoBase64Lines *lines, char *output);

/* All of @bytes at once; g_free(). */
char *hemo_base64_lines_text(HemoSlice bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoBase64Lines, hemo_base64_lines_free)
