/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The life of the process that makes one PDF file: all that needs files is done before the
 * mail is looked at, then it locks itself in, answers, ends.
 */
#pragma once

#include "hemo-pdf-fonts.h"
#include "hemo-sandbox.h"

/* Has every library do its work once, on a mail of our own in many scripts, so that it need
 * not open anything later.  FALSE if that fails. */
gboolean hemo_pdf_job_rehearse(const HemoPdfFonts *fonts);

/* @fds in the order of hemo-reader-wire.h.  The exit status: 0 if an answer was written. */
int
hemo_pdf_job_run(const int *fds, const HemoPdfFonts *fonts, const HemoSandboxFilter *filter);
