/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-tls-context.h.
 */
#include "hemo-tls-context.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#define SECURITY_LEVEL    2 /* at least 112 bits */
#define MIN_SECURITY_BITS 112

#define SUITES_12                                                                              \
    "ECDHE+AESGCM:ECDHE+AESCCM:DHE+AESGCM:DHE+AESCCM:ECDHE+AES:DHE+AES:ECDHE+CHACHA20:"        \
    "DHE+CHACHA20:!AESCCM8:!aNULL:!eNULL:!kRSA:!PSK:!SRP:!aDSS"
#define SUITES_13                                                                              \
    "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:"                    \
    "TLS_CHACHA20_POLY1305_SHA256"

static gboolean
load_authorities(SSL_CTX *context, const char *ca_file)
{
    if (ca_file == NULL)
        return SSL_CTX_set_default_verify_paths(context) == 1;
    return SSL_CTX_load_verify_locations(context, ca_file, NULL) == 1;
}

static gboolean
set_strength(SSL_CTX *context)
{
    SSL_CTX_set_security_level(context, SECURITY_LEVEL);
    SSL_CTX_set_options(context,
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, SUITES_12) == 1 &&
           SSL_CTX_set_ciphersuites(context, SUITES_13) == 1;
}

SSL_CTX *
hemo_tls_context_new(const char *ca_file, GError **error)
{
    g_autoptr(SSL_CTX) context = SSL_CTX_new(TLS_client_method());

    if (context == NULL || !set_strength(context) || !load_authorities(context, ca_file) ||
        SSL_CTX_dane_enable(context) != 1) {
        ERR_clear_error();
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("the list of certificate authorities cannot be read"));
        return NULL;
    }
    return g_steal_pointer(&context);
}

SSL *
hemo_tls_context_make_ssl(SSL_CTX *context, const char *host)
{
    SSL *ssl = SSL_new(context);

    if (ssl == NULL)
        return NULL;
    SSL_set_connect_state(ssl);
    SSL_set_hostflags(ssl,
                      X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                          X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(ssl, host) != 1 || SSL_set_tlsext_host_name(ssl, host) != 1)
        g_clear_pointer(&ssl, SSL_free);
    return ssl;
}

gboolean
hemo_tls_context_is_verified(SSL *ssl)
{
    /* without a certificate the result stays "good" */
    return SSL_get0_peer_certificate(ssl) != NULL && SSL_get_verify_result(ssl) == X509_V_OK;
}

gboolean
hemo_tls_context_is_strong(SSL *ssl)
{
    X509 *certificate = SSL_get0_peer_certificate(ssl);
    EVP_PKEY *key = certificate != NULL ? X509_get0_pubkey(certificate) : NULL;

    return key != NULL && EVP_PKEY_get_security_bits(key) >= MIN_SECURITY_BITS &&
           SSL_version(ssl) >= TLS1_2_VERSION;
}
