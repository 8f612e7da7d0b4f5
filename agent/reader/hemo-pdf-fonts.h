/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Fonts for text in any script, all opened at once: after the process has locked itself in
 * no font file can be opened, so fonts that were not chosen do not exist for it.
 */
#pragma once

#include <pango/pangocairo.h>

typedef struct _HemoPdfFonts HemoPdfFonts;

/* Those of the system's fonts that together have the most characters, the preferred first.
 * NULL if there is none at all. */
HemoPdfFonts *hemo_pdf_fonts_open(void);
void hemo_pdf_fonts_free(HemoPdfFonts *fonts); /* NULL is fine */

/* How many files are open. */
guint hemo_pdf_fonts_count(const HemoPdfFonts *fonts);

/* A context whose unit is the point; transfer full. */
PangoContext *hemo_pdf_fonts_new_context(const HemoPdfFonts *fonts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPdfFonts, hemo_pdf_fonts_free)
