/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A certificate authority that lives as long as one test.
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef struct {
    X509 *certificate;
    EVP_PKEY *key;
    char *folder;
    char *file; /* its certificate as PEM */
} FakeCa;

typedef enum {
    FAKE_CERT_GOOD = 0,
    FAKE_CERT_EXPIRED,
    FAKE_CERT_CN_ONLY, /* the name stands in the subject alone */
    FAKE_CERT_RSA_1024,
    FAKE_CERT_RSA_2048,
} FakeCertKind;

FakeCa *fake_ca_new(void);
void fake_ca_free(FakeCa *ca);

/* A server's context with a certificate of @ca for @name. */
SSL_CTX *fake_ca_make_server(FakeCa *ca, const char *name, FakeCertKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FakeCa, fake_ca_free)
