/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The two keys of the agent's own records: "state-key" seals addresses, "audit-key"
 * chains the audit.  Both live in the keyring.  The database remembers a check value
 * of each, so that a key that was lost is never taken for a first start.
 */
#pragma once

#include "hemo-database.h"
#include "hemo-keyring.h"

typedef struct _HemoVault HemoVault;

HemoVault *hemo_vault_new(HemoKeyring *keyring, HemoDatabase *database);
void hemo_vault_free(HemoVault *vault); /* NULL is fine */

/* Makes sure that both keys are there; at once if they are.  HEMO_ERROR_LOCKED,
 * HEMO_ERROR_LOST, HEMO_ERROR_MISSING, HEMO_ERROR_STORAGE: no mail can be recorded, so none may
 * go. */
void hemo_vault_open_async(HemoVault *vault,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The same for work behind everybody's back, which must not bring back what was forgotten when
 * the screen was locked: HEMO_ERROR_LOCKED too while it is shut, or if it is shut before both
 * keys are there. */
void hemo_vault_open_quietly_async(HemoVault *vault,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean hemo_vault_open_finish(HemoVault *vault, GAsyncResult *result, GError **error);

/* Forgets the keys: on screen lock, and before exit. */
void hemo_vault_close(HemoVault *vault);

/* TRUE from its closing until hemo_vault_open_async() has opened it again; never at the start.
 */
gboolean hemo_vault_is_shut(const HemoVault *vault);

/* NULL while closed. */
HemoSecret *hemo_vault_state_key(const HemoVault *vault);
HemoSecret *hemo_vault_audit_key(const HemoVault *vault);

/* What a row about @text is found by: its hemo_seal_lookup() for @context as Base64.
 * HEMO_ERROR_LOCKED while closed. */
char *
hemo_vault_lookup(const HemoVault *vault, const char *context, HemoSlice text, GError **error);
