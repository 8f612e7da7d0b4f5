/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reads a PKCS#12 file (RFC 7292) that may come from anywhere: how often it makes us stir the
 * passphrase, and how much it holds, is counted before it is done.
 */
#pragma once

#include "hemo-secret.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

typedef struct {
    EVP_PKEY *key;                 /* the one private key */
    STACK_OF(X509) * certificates; /* all that were in it, in their order */
} HemoPkcs12;

/* Both are set or none.  HEMO_ERROR_DENIED the passphrase is wrong; HEMO_ERROR_INVALID it is
 * no such file, or holds no private key or several; HEMO_ERROR_TOO_BIG;
 * HEMO_ERROR_UNSUPPORTED it is protected in a way that is not known here. */
gboolean hemo_pkcs12_read(HemoSlice file,
                          const HemoSecret *passphrase,
                          HemoPkcs12 *ret_content,
                          GError **error);
void hemo_pkcs12_clear(HemoPkcs12 *content);
