/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail as Claws Mail keeps it: a file, read only.  A file of the Sent folder begins with
 * Claws Mail's own queue headers.  What was read is wiped when it is let go.
 */
#pragma once

#include "hemo-secret.h"

#include <gio/gio.h>

/* The header block of the file @path, up to and with the empty line; at most
 * HEMO_LIMIT_HEADER_BLOCK bytes.  NULL and HEMO_ERROR_STORAGE if it cannot be read. */
HemoSecret *hemo_claws_mail_file_read_headers(const char *path, GError **error);

/* The whole file; HEMO_ERROR_TOO_BIG above HEMO_LIMIT_MAIL. */
HemoSecret *hemo_claws_mail_file_read(const char *path, GError **error);

/* @mail without the queue headers in front of it, if it has them. */
HemoSlice hemo_claws_mail_file_without_queue(HemoSlice mail);

/* The whole file in a sealed memfd, read in a thread of its own.  _finish: the caller closes
 * the descriptor; -1 and @error. */
void hemo_claws_mail_file_seal_async(const char *path,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
int hemo_claws_mail_file_seal_finish(GAsyncResult *result, GError **error);
