/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-tls-context.h"

#include "fake-ca.h"
#include "hemo-error.h"

#include <string.h>

static void
test_missing_file(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_tls_context_new("/nowhere/ca.pem", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
}

/* Rules T1 and T2: what is offered. */
static void
test_offer(void)
{
    static const char *const banned[] = {"RC4", "3DES", "NULL", "MD5", "ADH", "AECDH", "PSK"};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    SSL *ssl = hemo_tls_context_make_ssl(context, "mx.example.org");

    g_assert_cmpint(SSL_get_min_proto_version(ssl), ==, TLS1_2_VERSION);
    g_assert_cmpint(SSL_get_max_proto_version(ssl), ==, 0);
    g_assert_cmpint(SSL_get_security_level(ssl), ==, 2);
    for (int i = 0; SSL_get_cipher_list(ssl, i) != NULL; i++) {
        const char *name = SSL_get_cipher_list(ssl, i);

        for (gsize j = 0; j < G_N_ELEMENTS(banned); j++)
            g_assert_null(strstr(name, banned[j]));
        g_assert_true(g_str_has_prefix(name, "TLS_") || g_str_has_prefix(name, "ECDHE-") ||
                      g_str_has_prefix(name, "DHE-"));
    }
    g_assert_cmpstr(SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name), ==, "mx.example.org");
    SSL_free(ssl);
}

/* Without a handshake nothing is verified, whatever OpenSSL's result says. */
static void
test_nothing_yet(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    SSL *ssl = hemo_tls_context_make_ssl(context, "mx.example.org");

    g_assert_false(hemo_tls_context_is_verified(ssl));
    g_assert_false(hemo_tls_context_is_strong(ssl));
    SSL_free(ssl);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tls-context/missing-file", test_missing_file);
    g_test_add_func("/tls-context/offer-T1-T2", test_offer);
    g_test_add_func("/tls-context/nothing-yet", test_nothing_yet);
    return g_test_run();
}
