/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What of a mail goes into a PDF file: the text that its reader would see, plain text
 * rather than HTML, and everything else as files.  Nothing is left out in silence: a mail
 * that cannot be read without doubt is refused.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    char *name; /* UTF-8, no path; no two files of a mail have the same */
    HemoSecret *bytes;
} HemoPdfFile;

typedef struct {
    HemoSecret *text; /* UTF-8, LF */
    GPtrArray *files; /* of HemoPdfFile, in the order of the mail */
} HemoPdfMail;

/* NULL, or the result of hemo-reader-wire.h that says why not.  GMime must have been
 * initialised.  Clear @ret_mail in any case. */
const char *hemo_pdf_mail_read(HemoSlice mail, HemoPdfMail *ret_mail);
void hemo_pdf_mail_clear(HemoPdfMail *mail);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoPdfMail, hemo_pdf_mail_clear)
