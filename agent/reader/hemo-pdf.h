/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The operation "pdf": a mail and a passphrase in, an encrypted file out.
 */
#pragma once

#include "hemo-pdf-fonts.h"
#include "hemo-slice.h"

/* Writes the file for @mail to @output.  @options as in hemo-reader.h.  The values of the
 * reply, a floating a{sv}: see hemo-reader-wire.h. */
GVariant *
hemo_pdf_answer(HemoSlice mail, GVariant *options, const HemoPdfFonts *fonts, int output);
