/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Puts files into a PDF and encrypts the whole of it, metadata and names included
 * (AES-256, ISO 32000-2 security handler revision 6).  Nothing is restricted for those who
 * have the passphrase; the owner's password is random and thrown away.
 */
#pragma once

#include "hemo-pdf-mail.h"

/* Encrypts @pages with @files (HemoPdfFile) inside and writes the result to @output.  NULL,
 * or the result of hemo-reader-wire.h that says why not. */
const char *hemo_pdf_seal_write(const HemoSecret *pages,
                                const GPtrArray *files,
                                const HemoSecret *passphrase,
                                int output,
                                guint64 *ret_size);
