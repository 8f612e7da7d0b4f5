/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Probes that are wanted several times at once are made once: many domains share a
 * provider, and providers turn away who knocks too often.  Nothing is remembered:
 * whoever asks after a probe has ended gets a new one.
 */
#pragma once

#include "hemo-probe.h"

typedef struct _HemoProbePool HemoProbePool;

HemoProbePool *hemo_probe_pool_new(SSL_CTX *context);
HemoProbePool *hemo_probe_pool_ref(HemoProbePool *pool);
void hemo_probe_pool_unref(HemoProbePool *pool); /* NULL is fine */

/* As hemo_probe_async(), but @target is copied.  Cancelling ends one's own wait only. */
void hemo_probe_pool_run_async(HemoProbePool *pool,
                               const HemoProbeTarget *target,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HemoProbeResult *hemo_probe_pool_run_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoProbePool, hemo_probe_pool_unref)
