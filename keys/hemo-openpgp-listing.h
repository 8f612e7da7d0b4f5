/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks gpg for keys and hands over what it lists, not judged.
 */
#pragma once

#include "hemo-openpgp-private.h"

/* gpgme_key_t of all keys that gpg lists for @pattern, in its order; NULL: all in the ring.
 * With @need_secret only those with a private part.  HEMO_ERROR_MISSING, HEMO_ERROR_CONFIG as
 * hemo_openpgp_check(), HEMO_ERROR_CANCELLED, HEMO_ERROR_FAILED. */
void hemo_openpgp_listing_async(HemoOpenpgp *openpgp,
                                const char *pattern,
                                gboolean need_secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Owned by the caller; may be empty. */
GPtrArray *hemo_openpgp_listing_finish(GAsyncResult *result, GError **error);

/* The key of @keys whose primary key has @fingerprint, or NULL. */
gpgme_key_t hemo_openpgp_listing_find(GPtrArray *keys, const char *fingerprint);
