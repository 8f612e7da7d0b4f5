/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A copy of a mail for one recipient, as an encrypted PDF that the words kept for him open.
 * The words are never in the message, nor in any answer.
 */
#pragma once

#include "hemo-protect-copy.h"

/* HEMO_ERROR_LOCKED the words cannot be read; the errors of hemo_reader_pdf_async(). */
void hemo_protect_pdf_async(const HemoProtectCopy *copy,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* The whole message, a sealed memfd; -1 on error. */
int hemo_protect_pdf_finish(GAsyncResult *result, GError **error);
