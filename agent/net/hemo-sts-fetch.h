/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The MTA-STS policy of a domain: TXT record, HTTPS, and a memory of what was fetched,
 * which outlives the loss of either until its max_age (RFC 8461 sections 3.3 and 5.1).
 */
#pragma once

#include "hemo-dns.h"
#include "hemo-grade.h"
#include "hemo-sts.h"

typedef struct _HemoStsFetch HemoStsFetch;

typedef struct {
    HemoGradeSts state;
    char **mx;          /* the policy's patterns with TESTING and ENFORCE, else NULL */
    guint seconds_left; /* how long the policy still counts */
} HemoStsFetchResult;

void hemo_sts_fetch_result_free(HemoStsFetchResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoStsFetchResult, hemo_sts_fetch_result_free)

typedef struct {
    const char *ca_file;    /* copied; NULL: the system's */
    gboolean own_namespace; /* policy hosts may have private addresses */
    guint16 port;           /* 0: 443; others only where tests listen */
} HemoStsFetchOptions;

HemoStsFetch *hemo_sts_fetch_new(HemoDns *dns, const HemoStsFetchOptions *options);
void hemo_sts_fetch_free(HemoStsFetch *fetch); /* with no look-up under way */

/* @domain is normalised.  The only error is HEMO_ERROR_CANCELLED. */
void hemo_sts_fetch_async(HemoStsFetch *fetch,
                          const char *domain,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
HemoStsFetchResult *hemo_sts_fetch_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoStsFetch, hemo_sts_fetch_free)
