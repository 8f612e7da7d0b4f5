/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Draws the pages: who, when and what about, the text, the names of the attachments.
 */
#pragma once

#include "hemo-pdf-fonts.h"
#include "hemo-pdf-mail.h"

typedef struct {
    const char *subject; /* UTF-8; any of these may be NULL */
    const char *from;
    const char *to;
    const char *date;
    gboolean is_letter; /* US letter, else A4 */
} HemoPdfPageHead;

/* The PDF, not yet encrypted and without attachments.  NULL if a page could not be drawn.
 * Nothing that the mail says is in its metadata. */
HemoSecret *hemo_pdf_page_draw(const HemoPdfFonts *fonts,
                               const HemoPdfPageHead *head,
                               const HemoPdfMail *mail);
