/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How strong a public key of RSA or of an elliptic curve is, and whether NIST approves it.
 */
#pragma once

#include <glib.h>
#include <openssl/evp.h>

/* RSA of 2048 bits and more, or one of the named curves of 256 bits and more that other mail
 * programs know.  FALSE for anything else. */
gboolean hemo_public_key_is_strong(EVP_PKEY *key);

/* Strong, and of SP 800-131A: RSA with an exponent from 65537 on, P-256, P-384, P-521. */
gboolean hemo_public_key_is_approved(EVP_PKEY *key);
