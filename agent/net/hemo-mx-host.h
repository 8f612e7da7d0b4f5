/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the DNS says about one mail host: its addresses, and the certificates
 * that DANE promises there (RFC 7672).
 */
#pragma once

#include "hemo-dns.h"
#include "hemo-grade.h"
#include "hemo-tlsa.h"

typedef struct {
    char *host;
    HemoGradeHostState state;
    HemoGradeDane dane;
    gboolean capped;      /* more than HEMO_LIMIT_MX_ADDRESSES */
    char *base;           /* where the TLSA records were found, or NULL */
    GArray *tlsa;         /* HemoTlsa, usable ones */
    GPtrArray *addresses; /* GInetAddress */
} HemoMxHost;

/* A host that is not looked up, for want of a name that could be. */
HemoMxHost *hemo_mx_host_new_malformed(const char *host);
void hemo_mx_host_free(HemoMxHost *host);

/* @mx_secure: DNSSEC vouches for the choice of this host (rule D1); otherwise DANE is not asked
 * for.  The only error is HEMO_ERROR_CANCELLED. */
void hemo_mx_host_async(HemoDns *dns,
                        const char *host,
                        gboolean mx_secure,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
HemoMxHost *hemo_mx_host_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoMxHost, hemo_mx_host_free)
