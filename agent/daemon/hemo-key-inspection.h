/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What gpg says of OpenPGP key material that is not in its ring; each is looked at once, as
 * gpg needs a home of its own for it.
 */
#pragma once

#include "hemo-openpgp.h"

typedef struct _HemoKeyInspection HemoKeyInspection;

HemoKeyInspection *hemo_key_inspection_new(HemoOpenpgp *openpgp);
void hemo_key_inspection_free(HemoKeyInspection *inspection); /* NULL is fine */

/* The keys in @material that are for @address, each with its own material; GPtrArray of
 * HemoKey, shared: not to be changed.  HEMO_ERROR_INVALID, HEMO_ERROR_MISSING, ... */
void hemo_key_inspection_look_async(HemoKeyInspection *inspection,
                                    GBytes *material,
                                    const char *address,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *hemo_key_inspection_look_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyInspection, hemo_key_inspection_free)
