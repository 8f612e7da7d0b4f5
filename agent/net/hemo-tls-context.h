/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * OpenSSL set up as NIST SP 800-52r2 asks of a client: TLS 1.2 and 1.3, ephemeral key
 * exchange, AES (ChaCha20 last), keys of at least 112 bits of security, names
 * taken from the SAN only (RFC 6125).  No session is ever resumed.
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

/* @ca_file: PEM bundle, or NULL for the system's (reading that takes tens of ms: make one
 * context and share it).  HEMO_ERROR_CONFIG if it cannot be used. */
SSL_CTX *hemo_tls_context_new(const char *ca_file, GError **error);

/* A client connection with SNI and the expected name @host (no final dot).  Verification does
 * not end the handshake: grade hemo_tls_context_is_verified() after it. */
SSL *hemo_tls_context_make_ssl(SSL_CTX *context, const char *host);

/* After the handshake: the chain leads to a trusted CA and names the host. */
gboolean hemo_tls_context_is_verified(SSL *ssl);

/* After the handshake: the server's own key has at least 112 bits of security, which
 * OpenSSL checks only when it verifies (rule T3). */
gboolean hemo_tls_context_is_strong(SSL *ssl);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SSL_CTX, SSL_CTX_free)
