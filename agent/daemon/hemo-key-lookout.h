/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks the network's finders for the keys of an address and keeps what they tell.  An answer
 * counts for a day, none for an hour; who asks meanwhile is answered at once.
 */
#pragma once

#include "hemo-finder.h"
#include "hemo-key-inspection.h"
#include "hemo-key-store.h"

typedef struct _HemoKeyLookout HemoKeyLookout;

/* All outlive the lookout; @functions go with @net. */
HemoKeyLookout *hemo_key_lookout_new(HemoKeyStore *store,
                                     HemoKeyInspection *inspection,
                                     const HemoFinderNet *functions,
                                     gpointer net);
void hemo_key_lookout_free(HemoKeyLookout *lookout); /* NULL is fine */

/* TRUE if @address was asked for, and that still counts. */
gboolean hemo_key_lookout_is_fresh(HemoKeyLookout *lookout, const char *address);

/* Asks those of @finders that are on the network, whatever is fresh.  Who asks for an address
 * that is being asked for waits for that answer.  The vault is open. */
void hemo_key_lookout_ask_async(HemoKeyLookout *lookout,
                                const char *address,
                                guint finders,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* HEMO_ERROR_STORAGE, HEMO_ERROR_LOCKED; that nothing was found is no error. */
gboolean hemo_key_lookout_ask_finish(GAsyncResult *result, GError **error);

/* Bits of the finders that were asked and could not tell. */
guint hemo_key_lookout_ask_silent(GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyLookout, hemo_key_lookout_free)
