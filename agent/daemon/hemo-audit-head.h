/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The head of the audit in the keyring: number and code of the newest record.  It is
 * written a moment after the records, many at a time, so that it costs a mail nothing;
 * it can lag behind the records, never run ahead of them.
 */
#pragma once

#include "hemo-keyring.h"
#include "hemo-record.h"

typedef struct {
    guint64 number; /* 0: no record */
    guint8 mac[HEMO_RECORD_MAC];
} HemoAuditMark;

typedef struct _HemoAuditHead HemoAuditHead;

HemoAuditHead *hemo_audit_head_new(HemoKeyring *keyring);
void hemo_audit_head_free(HemoAuditHead *head); /* NULL is fine */

/* The newest record is @mark; it is written soon. */
void hemo_audit_head_set(HemoAuditHead *head, const HemoAuditMark *mark);

/* Ends when nothing waits to be written, or writing failed. */
void hemo_audit_head_flush_async(HemoAuditHead *head,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void hemo_audit_head_flush_finish(HemoAuditHead *head, GAsyncResult *result);

/* TRUE if the keyring has one, be it of an empty log; known after a load. */
gboolean hemo_audit_head_is_kept(const HemoAuditHead *head);

/* What the keyring has.  @ret_mark is number 0 if it has none (no error). */
void hemo_audit_head_load_async(HemoAuditHead *head,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean hemo_audit_head_load_finish(HemoAuditHead *head,
                                     GAsyncResult *result,
                                     HemoAuditMark *ret_mark,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAuditHead, hemo_audit_head_free)
