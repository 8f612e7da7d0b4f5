/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keys that go out: somebody's public key or certificate, or one's own S/MIME key for the mail
 * program.
 */
#pragma once

#include "hemo-services.h"

/* Armored, or PEM.  Errors as hemo_key_pick_async(). */
void hemo_key_export_async(HemoServices *services,
                           const char *address,
                           const char *fingerprint,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
HemoSecret *hemo_key_export_finish(GAsyncResult *result, GError **error);

/* A PKCS#12 file under @passphrase.  From HEMO_KEY_EXPORT_RANDOM bytes on it is taken for a
 * random one that is thrown away at once, and the file is one that gpgsm 2.2 reads as well.
 * Recorded; the audit is open.  HEMO_ERROR_INVALID no passphrase. */
#define HEMO_KEY_EXPORT_RANDOM 22 /* 128 bits in Base64 */
void hemo_key_export_own_async(HemoServices *services,
                               const char *fingerprint,
                               const HemoSecret *passphrase,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HemoSecret *hemo_key_export_own_finish(GAsyncResult *result, GError **error);
