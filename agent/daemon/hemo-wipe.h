/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Forgets everything: what stands in the keyring, what stands in the state folder.  There is
 * no way back.
 */
#pragma once

#include "hemo-services.h"

/* @confirm: the number of the newest audit record, else HEMO_ERROR_DENIED.  The audit is
 * open. */
void hemo_wipe_start_async(HemoServices *services,
                           guint64 confirm,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Then the process is to end: nothing may be written any more. */
gboolean hemo_wipe_start_finish(GAsyncResult *result, GError **error);
