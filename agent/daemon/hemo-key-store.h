/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The records of all keys in the state database, sealed, looked up by HMAC of the address.
 * Usable while the vault is open; HEMO_ERROR_LOCKED otherwise.
 */
#pragma once

#include "hemo-key-record.h"
#include "hemo-vault.h"

typedef struct _HemoKeyStore HemoKeyStore;

HemoKeyStore *hemo_key_store_new(HemoDatabase *database, HemoVault *vault);
void hemo_key_store_free(HemoKeyStore *store); /* NULL is fine */

/* The records of @address (any case), newest first; GPtrArray of HemoKeyRecord. */
GPtrArray *hemo_key_store_find(HemoKeyStore *store, const char *address, GError **error);
GPtrArray *hemo_key_store_list(HemoKeyStore *store, GError **error); /* all */

gboolean hemo_key_store_count(HemoKeyStore *store, guint *ret_count, GError **error);

/* Replaces the record of the same kind, address and fingerprint. */
gboolean hemo_key_store_put(HemoKeyStore *store, const HemoKeyRecord *record, GError **error);

/* Merges what was seen now: finders and abilities add up, since and a person's word stay.  At
 * most HEMO_LIMIT_KEYS_OF_ADDRESS records an address that nobody confirmed, the oldest unused
 * go, what came with mail first; a new one that is older than all of those is not kept. */
gboolean hemo_key_store_see(HemoKeyStore *store, const HemoKeyRecord *record, GError **error);
gboolean
hemo_key_store_remove(HemoKeyStore *store, const HemoKeyRecord *record, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyStore, hemo_key_store_free)
