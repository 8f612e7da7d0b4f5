/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Small values at rest: sealed with AES-256-GCM, looked up by HMAC-SHA-256.  Both
 * use keys of their own, derived from the one key in the keyring by HKDF (RFC 5869),
 * so that a look-up value tells nothing about a sealed one.  Never keeps a key.
 * A sealed value is nonce (12) | ciphertext | tag (16).
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_SEAL_KEY_SIZE    32
#define HEMO_SEAL_OVERHEAD    (12 + 16)
#define HEMO_SEAL_LOOKUP_SIZE 32
#define HEMO_SEAL_LIMIT       (1024 * 1024) /* bytes of one value */

/* A new random key of HEMO_SEAL_KEY_SIZE bytes. */
HemoSecret *hemo_seal_new_key(GError **error);

/* Seals @plain for @context ("table.column"); it opens only with the same context, so that a
 * value moved to another place is noticed.  Two seals of one value differ.
 * HEMO_ERROR_INVALID the key has a wrong size, HEMO_ERROR_TOO_BIG. */
GBytes *
hemo_seal_close(const HemoSecret *key, const char *context, HemoSlice plain, GError **error);

/* HEMO_ERROR_UNTRUSTED it was not sealed with this key and context, or was changed. */
HemoSecret *
hemo_seal_open(const HemoSecret *key, const char *context, HemoSlice sealed, GError **error);

/* HEMO_SEAL_LOOKUP_SIZE bytes that are the same for the same @text and @context; the
 * caller normalises @text first (hemo_address_key()). */
GBytes *
hemo_seal_lookup(const HemoSecret *key, const char *context, HemoSlice text, GError **error);
