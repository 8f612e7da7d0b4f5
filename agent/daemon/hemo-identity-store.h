/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One's own S/MIME keys: a PKCS#12 file each, sealed in the state database, under a random
 * passphrase that only the keyring has ("smime:FINGERPRINT").  What was loaded stays in memory
 * until it is forgotten.
 */
#pragma once

#include "hemo-identity.h"
#include "hemo-vault.h"

typedef struct _HemoIdentityStore HemoIdentityStore;

/* @database and @vault outlive the store. */
HemoIdentityStore *
hemo_identity_store_new(HemoDatabase *database, HemoVault *vault, HemoKeyring *keyring);
void hemo_identity_store_free(HemoIdentityStore *store); /* NULL is fine */

gboolean hemo_identity_store_has(HemoIdentityStore *store, const char *fingerprint);

/* The fingerprints of all, upper-case hex; NULL-terminated. */
GStrv hemo_identity_store_list(HemoIdentityStore *store, GError **error);

/* Keeps @identity; one that is there already stays as it is.  The vault must be open. */
void hemo_identity_store_add_async(HemoIdentityStore *store,
                                   HemoIdentity *identity,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
hemo_identity_store_add_finish(HemoIdentityStore *store, GAsyncResult *result, GError **error);

/* HEMO_ERROR_NOT_FOUND, HEMO_ERROR_LOCKED, HEMO_ERROR_LOST its passphrase is gone from the
 * keyring, HEMO_ERROR_UNTRUSTED it was changed. */
void hemo_identity_store_load_async(HemoIdentityStore *store,
                                    const char *fingerprint,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HemoIdentity *
hemo_identity_store_load_finish(HemoIdentityStore *store, GAsyncResult *result, GError **error);

/* Drops what is in memory; who waits for one gets it, but it is not kept. */
void hemo_identity_store_forget(HemoIdentityStore *store);

/* The keyring's name for the passphrase of @fingerprint. */
char *hemo_identity_store_name(const char *fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoIdentityStore, hemo_identity_store_free)
