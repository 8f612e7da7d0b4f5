/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * All the hosts that take a domain's mail (RFC 5321 section 5.1, RFC 7505), every one with
 * every address: a sender may use any of them.
 */
#pragma once

#include "hemo-mx-host.h"

typedef struct {
    HemoGradeMail mail;
    gboolean proved;  /* DNSSEC says that the answer about the domain is true */
    gboolean capped;  /* more than HEMO_LIMIT_MX_HOSTS, or addresses */
    GPtrArray *hosts; /* HemoMxHost, best preference first */
} HemoMxWalk;

void hemo_mx_walk_free(HemoMxWalk *walk);

/* @domain is normalised.  The only error is HEMO_ERROR_CANCELLED. */
void hemo_mx_walk_async(HemoDns *dns,
                        const char *domain,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
HemoMxWalk *hemo_mx_walk_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoMxWalk, hemo_mx_walk_free)
