/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A file that one passphrase opens: PBKDF2 with HMAC-SHA-256 (RFC 8018) and AES-256-GCM.
 * "HEMOBACK" | version (1) | iterations (4, big-endian) | salt (16) | nonce (12) |
 * ciphertext | tag (16); all before the ciphertext is authenticated with it.
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_BACKUP_ITERATIONS 600000
#define HEMO_BACKUP_PASSPHRASE 8 /* bytes at least */

/* Seals @plain.  HEMO_ERROR_INVALID the passphrase is too short; HEMO_ERROR_TOO_BIG above
 * HEMO_LIMIT_MAIL.  Takes a good part of a second: for a worker thread. */
GBytes *hemo_backup_close(const HemoSecret *passphrase, HemoSlice plain, GError **error);

/* HEMO_ERROR_DENIED the passphrase is wrong or the file was changed; HEMO_ERROR_INVALID it is
 * no such file; HEMO_ERROR_VERSION a newer one.  As slow. */
HemoSecret *hemo_backup_open(const HemoSecret *passphrase, HemoSlice file, GError **error);
