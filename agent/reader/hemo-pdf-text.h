/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The text of one part as it is printed: lines that a mail program broke for the wire are
 * whole again (RFC 3676), HTML is text, and nothing is in it that has no shape.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    const char *charset; /* as the part names it, or NULL */
    gboolean is_html;
    gboolean is_flowed;    /* RFC 3676 */
    gboolean drops_blanks; /* its parameter DelSp */
} HemoPdfTextForm;

/* UTF-8 with LF and tabs, no other control characters.  Linear time. */
HemoSecret *hemo_pdf_text_new(HemoSlice bytes, const HemoPdfTextForm *form);
