/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The passphrase agreed with each recipient of encrypted PDF files: one for an address, so
 * that it has to be told once.  Addresses are looked up by HMAC, passphrases are sealed.
 */
#pragma once

#include "hemo-database.h"
#include "hemo-vault.h"

typedef struct _HemoWordsStore HemoWordsStore;

/* Both must outlive the store. */
HemoWordsStore *hemo_words_store_new(HemoDatabase *database, HemoVault *vault);
void hemo_words_store_free(HemoWordsStore *store); /* NULL is fine */

/* The passphrase for @address (hemo_address_key()).  One is made and stored if there is none
 * yet, or in place of the old one with @fresh; @ret_made (may be NULL) then is TRUE, and the
 * recipient has to be told.  HEMO_ERROR_LOCKED, HEMO_ERROR_STORAGE, HEMO_ERROR_FAILED, and
 * HEMO_ERROR_UNTRUSTED if the stored one was changed: it is not replaced without @fresh. */
HemoSecret *hemo_words_store_get(HemoWordsStore *store,
                                 const char *address,
                                 gboolean fresh,
                                 gboolean *ret_made,
                                 GError **error);

/* All of them, for a backup: a(ss) of address and passphrase (full). */
GVariant *hemo_words_store_list(HemoWordsStore *store, GError **error);

/* Keeps @words for @address unless it has some: from a backup. */
gboolean hemo_words_store_restore(HemoWordsStore *store,
                                  const char *address,
                                  const char *words,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoWordsStore, hemo_words_store_free)
