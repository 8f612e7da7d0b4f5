/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One's own S/MIME certificate with its private key and chain, from a PKCS#12 file (RFC 7292).
 * The private key stands in OpenSSL's memory as long as the value lives, no longer.
 */
#pragma once

#include "hemo-certificate.h"
#include "hemo-secret.h"

typedef struct _HemoIdentity HemoIdentity;

/* HEMO_ERROR_DENIED the passphrase is wrong, HEMO_ERROR_INVALID it is no PKCS#12 file with one
 * private key and its certificate, HEMO_ERROR_TOO_BIG. */
HemoIdentity *hemo_identity_new(HemoSlice pkcs12, const HemoSecret *passphrase, GError **error);
HemoIdentity *hemo_identity_ref(HemoIdentity *identity);
void hemo_identity_unref(HemoIdentity *identity);

HemoCertificate *hemo_identity_certificate(const HemoIdentity *identity);
GPtrArray *
hemo_identity_chain(const HemoIdentity *identity); /* HemoCertificate, may be empty */
EVP_PKEY *hemo_identity_private_key(const HemoIdentity *identity); /* the value keeps it */

/* A PKCS#12 file of it under @passphrase: AES-256-CBC, PBKDF2 with HMAC-SHA-256 (RFC 8018);
 * NSS and OpenSSL read it, gpgsm 2.2 does not.  Wiped memory. */
HemoSecret *hemo_identity_export(const HemoIdentity *identity,
                                 const HemoSecret *passphrase,
                                 GError **error);

/* The same as gpgsm 2.2 can read it: Triple DES, SHA-1.  Only to hand it over at once, under a
 * random passphrase of 128 bits or more, never to keep. */
HemoSecret *hemo_identity_export_old(const HemoIdentity *identity,
                                     const HemoSecret *passphrase,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoIdentity, hemo_identity_unref)
