/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Evidence about domains, remembered: fresh evidence is answered at once, anything
 * else is looked up, once however many ask.  Kept in the state database over restarts.
 */
#pragma once

#include "hemo-database.h"
#include "hemo-domain-check.h"

typedef struct _HemoEvidenceStore HemoEvidenceStore;

HemoEvidenceStore *hemo_evidence_store_new(HemoDatabase *database, HemoDomainCheck *check);
void hemo_evidence_store_free(HemoEvidenceStore *store); /* cancels what runs; NULL is fine */

/* Fresh evidence at @now (Unix seconds), or NULL; evidence from the future is not fresh. */
HemoEvidence *
hemo_evidence_store_peek(HemoEvidenceStore *store, const char *domain, gint64 now);

/* As peek, and else a look-up.  Errors as hemo_domain_check_async().  Cancelling stops the
 * waiting, not the look-up, which serves the next mail. */
void hemo_evidence_store_ask_async(HemoEvidenceStore *store,
                                   const char *domain,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HemoEvidence *
hemo_evidence_store_ask_finish(HemoEvidenceStore *store, GAsyncResult *result, GError **error);

/* Calls @heard after each look-up that brought evidence about a domain, whoever asked for it.
 * The number that it is ended with, never 0. */
guint hemo_evidence_store_listen(HemoEvidenceStore *store,
                                 void (*heard)(const char *domain, gpointer user_data),
                                 gpointer user_data);
void hemo_evidence_store_unlisten(HemoEvidenceStore *store, guint listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoEvidenceStore, hemo_evidence_store_free)
