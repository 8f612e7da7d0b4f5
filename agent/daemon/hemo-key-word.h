/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A person's word on a key: it is this person's, or it must never be used again.
 */
#pragma once

#include "hemo-key-pick.h"

/* @how: telephone, in-person, paper, other.  HEMO_ERROR_INVALID, HEMO_ERROR_NOT_FOUND,
 * HEMO_ERROR_UNUSABLE a key that nothing can make usable.  The audit is open. */
void hemo_key_word_confirm_async(HemoServices *services,
                                 const char *address,
                                 const char *fingerprint,
                                 const char *how,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* The key as it is judged then: a{sv}, full. */
GVariant *hemo_key_word_confirm_finish(GAsyncResult *result, GError **error);

/* One's own OpenPGP key is withdrawn by the certificate that gpg keeps for it. */
void hemo_key_word_revoke_async(HemoServices *services,
                                const char *address,
                                const char *fingerprint,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* What is left to do, in plain words. */
char *hemo_key_word_revoke_finish(GAsyncResult *result, GError **error);
