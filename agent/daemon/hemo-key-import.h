/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A file that a person brings: public keys, certificates, or her own S/MIME key.  Nothing is
 * confirmed by that.
 */
#pragma once

#include "hemo-services.h"

/* @file and @passphrase (empty: none) are sealed memfds, taken.  HEMO_ERROR_INVALID,
 * HEMO_ERROR_TOO_BIG, HEMO_ERROR_DENIED the passphrase is wrong or missing, or it is a private
 * key that is imported elsewhere.  The audit is open. */
void hemo_key_import_async(HemoServices *services,
                           int file,
                           int passphrase,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The keys that are known now and were in the file: aa{sv}, full. */
GVariant *hemo_key_import_finish(GAsyncResult *result, GError **error);
