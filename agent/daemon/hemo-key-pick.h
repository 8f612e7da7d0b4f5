/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One key of an address, by its fingerprint: what an act of a person is about.
 */
#pragma once

#include "hemo-key-gather.h"

void hemo_key_pick_async(HemoServices *services,
                         const char *address,
                         const char *fingerprint,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* HEMO_ERROR_INVALID that is no address or no fingerprint, HEMO_ERROR_NOT_FOUND.  The caller
 * frees it with hemo_key_pick_free(). */
HemoKeyCandidate *hemo_key_pick_finish(GAsyncResult *result, GError **error);
void hemo_key_pick_free(HemoKeyCandidate *candidate); /* NULL is fine */

/* Its record, or a new one if it has none; the caller frees it. */
HemoKeyRecord *hemo_key_pick_record(const HemoKeyCandidate *candidate, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyCandidate, hemo_key_pick_free)
