/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The S/MIME engine behind hemo-cipher.h: CMS of OpenSSL in a worker thread (RFC 8551,
 * RFC 5652, RFC 5083).  AES-256-GCM if everybody announced it, else AES-256-CBC; how the key
 * is carried: hemo-smime-recipients.h.  With a signer the plain text is a multipart/signed,
 * so that nobody can change what AES-CBC alone would not notice.
 */
#pragma once

#include "hemo-cipher.h"

/* As hemo_cipher_encrypt_async(), of keys of S/MIME. */
void hemo_smime_encrypt_async(const HemoCipherJob *job,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hemo_smime_encrypt_finish(GAsyncResult *result, const char **ret_type, GError **error);
