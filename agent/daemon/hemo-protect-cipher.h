/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A copy of a mail that is encrypted for its recipients, with S/MIME or with OpenPGP, as the
 * copy's method says.  Keys are judged once more before they are used.
 */
#pragma once

#include "hemo-protect-copy.h"

/* HEMO_ERROR_CHANGED a key is not what it was when the mail was judged; HEMO_ERROR_LOCKED the
 * sender's private key is; HEMO_ERROR_DENIED policy asks for approved algorithms, and this
 * cannot be done with them. */
void hemo_protect_cipher_async(const HemoProtectCopy *copy,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* The whole message, a sealed memfd; -1 on error. */
int hemo_protect_cipher_finish(GAsyncResult *result, GError **error);

/* From now on the keys that @copy was encrypted with are the ones that are expected. */
gboolean hemo_protect_cipher_pin(HemoServices *services,
                                 const HemoCase *mail,
                                 const HemoCopy *copy,
                                 GError **error);
