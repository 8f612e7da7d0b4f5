/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One look at one address of a mail server: does STARTTLS work there, how well, and is
 * it the right server.  Never sends MAIL, never pipelines.  Bounded: 5 s to connect,
 * 10 s per reply, 15 s and 64 KiB in all, on the monotonic clock.
 */
#pragma once

#include "hemo-grade.h"
#include "hemo-tlsa.h"

#include <gio/gio.h>
#include <openssl/ssl.h>

/* Borrowed until the probe has ended. */
typedef struct {
    const char *host;        /* the MX name: SNI and the name that the certificate must bear */
    GSocketAddress *address; /* with its port */
    const char *base;        /* TLSA base domain, or NULL without DANE */
    const char *domain;      /* the mail domain: DANE-TA may name it; may be NULL */
    const HemoTlsa *tlsa;    /* usable ones only; none: the public authorities decide */
    gsize n_tlsa;
} HemoProbeTarget;

typedef struct {
    HemoGradeAddress grade;
    char *version; /* "TLSv1.3", "" if there was no TLS */
    char *cipher;
} HemoProbeResult;

void hemo_probe_result_free(HemoProbeResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoProbeResult, hemo_probe_result_free)

/* @context is from hemo-tls-context.  Runs in the main context that is the thread's
 * default.  The only error is HEMO_ERROR_CANCELLED: all else is a finding. */
void hemo_probe_async(SSL_CTX *context,
                      const HemoProbeTarget *target,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
HemoProbeResult *hemo_probe_finish(GAsyncResult *result, GError **error);
