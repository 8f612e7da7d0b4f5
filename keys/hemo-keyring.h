/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Secrets of the user by name.  Two backends with one interface: the Secret
 * Service (libsecret), and a file for machines without a desktop, which is used
 * only where an administrator says so.  Locked is told apart from empty, because
 * a caller that took one for the other would make a new key and lose the audit.
 */
#pragma once

#include "hemo-secret.h"

#include <gio/gio.h>

typedef struct _HemoKeyring HemoKeyring;

HemoKeyring *hemo_keyring_new_secret_service(void);

/* @path: created with mode 0600 in a folder of mode 0700; another owner or a wider
 * mode is HEMO_ERROR_DENIED at the first use. */
HemoKeyring *hemo_keyring_new_file(const char *path);
HemoKeyring *hemo_keyring_ref(HemoKeyring *keyring);
void hemo_keyring_unref(HemoKeyring *keyring);

/* @name: "state-key", "audit-key", "audit-head", "smtp:HOST:PORT:USER".
 * HEMO_ERROR_NOT_FOUND it is not there and the keyring is open, HEMO_ERROR_LOCKED a person
 * must unlock it, HEMO_ERROR_MISSING there is no keyring service. */
void hemo_keyring_load_async(HemoKeyring *keyring,
                             const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
HemoSecret *
hemo_keyring_load_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error);

/* Stores or replaces.  Errors as above and HEMO_ERROR_STORAGE. */
void hemo_keyring_store_async(HemoKeyring *keyring,
                              const char *name,
                              HemoSecret *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hemo_keyring_store_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error);

/* Removes; removing what is not there is fine. */
void hemo_keyring_remove_async(HemoKeyring *keyring,
                               const char *name,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_keyring_remove_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error);

/* Removes everything that is ours, also what nobody knows the name of any more. */
void hemo_keyring_clear_async(HemoKeyring *keyring,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hemo_keyring_clear_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error);

/* Has the desktop ask the person for the keyring's password; at once if it is open.  Takes as
 * long as she does: who calls sets a time.  HEMO_ERROR_LOCKED she would not, or nobody could
 * ask her; HEMO_ERROR_MISSING, HEMO_ERROR_CANCELLED. */
void hemo_keyring_unlock_async(HemoKeyring *keyring,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_keyring_unlock_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error);
gboolean hemo_keyring_is_asking(const HemoKeyring *keyring); /* between the two */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyring, hemo_keyring_unref)
