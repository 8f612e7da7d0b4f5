/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The append-only audit: records in the state database, chained by HMAC, their head
 * in the keyring.  A record that cannot be written is an error of the mail it is
 * about: what is not recorded does not happen.
 */
#pragma once

#include "hemo-vault.h"

typedef struct _HemoAuditLog HemoAuditLog;

/* @origin is told in every record when settings do not come from the usual place; or NULL. */
HemoAuditLog *hemo_audit_log_new(HemoDatabase *database,
                                 HemoVault *vault,
                                 HemoKeyring *keyring,
                                 const char *origin);
void hemo_audit_log_free(HemoAuditLog *log); /* NULL is fine */

/* Opens the vault and compares the records with the head in the keyring; at once if that was
 * done.  A missing end is itself recorded.  Errors as hemo_vault_open_async(). */
void hemo_audit_log_open_async(HemoAuditLog *log,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_audit_log_open_finish(HemoAuditLog *log, GAsyncResult *result, GError **error);

/* Appends one record to an open audit.  @body is a{sv} (floating taken) without addresses;
 * @sealed is a{sv} (floating taken) with them, or NULL. */
gboolean hemo_audit_log_append(HemoAuditLog *log,
                               const char *mail,
                               const char *event,
                               GVariant *body,
                               GVariant *sealed,
                               GError **error);

/* Ends when the head is in the keyring: before the process ends. */
void
hemo_audit_log_flush_async(HemoAuditLog *log, GAsyncReadyCallback callback, gpointer user_data);
void hemo_audit_log_flush_finish(HemoAuditLog *log, GAsyncResult *result);

/* Records from @first on, at most HEMO_LIMIT_AUDIT_PAGE, as Audit1.Show answers (floating). */
GVariant *
hemo_audit_log_show(HemoAuditLog *log, guint64 first, gboolean reveal, GError **error);

/* Checks everything, as Audit1.Verify answers (transfer full). */
void hemo_audit_log_verify_async(HemoAuditLog *log,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GVariant *hemo_audit_log_verify_finish(HemoAuditLog *log, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAuditLog, hemo_audit_log_free)
