/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A stream for libetpan over our own socket and OpenSSL: libetpan's own TLS checks
 * neither chain nor name.  For worker threads: it waits, but never past its
 * deadline, and a cancellable wakes it.
 */
#pragma once

#include <gio/gio.h>
#include <libetpan/mailstream.h>
#include <openssl/ssl.h>

/* Takes @fd, connected.  The stream is libetpan's to free (mailstream_close()).
 * @cancellable must outlive it; may be NULL. */
mailstream_low *hemo_tls_stream_new(int fd, GCancellable *cancellable);

/* From now on the peer has @seconds to answer, and may send at most HEMO_LIMIT_HTTPS_BODY
 * bytes; every byte that it takes from us begins the time anew. */
void hemo_tls_stream_arm(mailstream_low *low, guint seconds);

/* Begins TLS.  TRUE only with TLS >= 1.2, a strong suite and key, a chain to a trusted CA and
 * the name @host.  HEMO_ERROR_UNTRUSTED otherwise, also if the peer has already sent something
 * in the clear; HEMO_ERROR_TIMED_OUT, HEMO_ERROR_CANCELLED. */
gboolean
hemo_tls_stream_start(mailstream_low *low, SSL_CTX *context, const char *host, GError **error);

/* Why reading or writing failed: TIMED_OUT, CANCELLED, or UNREACHABLE. */
void hemo_tls_stream_set_error(mailstream_low *low, GError **error);
