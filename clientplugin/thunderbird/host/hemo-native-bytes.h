/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The calls that move bytes between the add-on and this program: put, get, drop, digest.
 * Each takes its request.
 */
#pragma once

#include "hemo-native-request.h"

#define HEMO_NATIVE_BYTES_PUT (256 * 1024) /* the most in one put */
#define HEMO_NATIVE_BYTES_GET (512 * 1024) /* the most in one answer to get */

/* put: blob, data (base64), last -> size.  After last the blob is sealed. */
void hemo_native_bytes_put(HemoNativeRequest *request);

/* get: blob, offset -> data (base64), last. */
void hemo_native_bytes_get(HemoNativeRequest *request);

/* drop: blobs -> nothing; those that are unknown are passed over. */
void hemo_native_bytes_drop(HemoNativeRequest *request);

/* digest: blob -> sha256, in lower-case hex. */
void hemo_native_bytes_digest(HemoNativeRequest *request);
