/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * All keys that are known for an address here and now, each with the last word said on it:
 * gpg's ring and the stored records.  Asks no finder.
 */
#pragma once

#include "hemo-key-desk.h"

typedef struct {
    HemoKey *key;
    HemoKeyRecord *record; /* or NULL */
    gboolean in_ring;
} HemoKeyCandidate;

/* GPtrArray of HemoKeyCandidate, the one to use first; may be empty.  Without @question->every
 * OpenPGP keys that cannot be better than it may be left out.  @question->own: only
 * keys whose private part is here; ->look_around: lists of revocations are fetched before, for
 * HEMO_LIMIT_FINDER_WAIT seconds at most.  Errors as hemo_key_desk_find_async(), but
 * HEMO_ERROR_NOT_FOUND. */
void hemo_key_gather_async(HemoServices *services,
                           const HemoKeyQuestion *question,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *hemo_key_gather_finish(GAsyncResult *result, GError **error);
