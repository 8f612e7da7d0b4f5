/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Everything that is known of keys as one value, to be kept elsewhere under a passphrase, and
 * back: records, one's own S/MIME keys, words for recipients.  gpg's keys are gpg's.
 */
#pragma once

#include "hemo-services.h"

/* A file as hemo_backup_close() makes it.  Recorded; the audit is open. */
void hemo_key_backup_make_async(HemoServices *services,
                                const HemoSecret *passphrase,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GBytes *hemo_key_backup_make_finish(GAsyncResult *result, GError **error);

/* Merges @file (copied) with what is here; what is newer here stays.  HEMO_ERROR_DENIED the
 * passphrase is wrong; HEMO_ERROR_INVALID, HEMO_ERROR_VERSION: nothing was touched. */
void hemo_key_backup_restore_async(HemoServices *services,
                                   HemoSlice file,
                                   const HemoSecret *passphrase,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* How many things of it were not here yet. */
gboolean hemo_key_backup_restore_finish(GAsyncResult *result, guint *ret_count, GError **error);
