/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * S/MIME messages for tests: made by the product, opened by OpenSSL.
 */
#pragma once

#include "hemo-cipher.h"
#include "sample-certificate.h"

/* The Base64 that @job makes, whose output_fd is set here; NULL after an error. */
GBytes *sample_encrypt(const HemoCipherJob *job,
                       GCancellable *cancellable,
                       const char **ret_type,
                       GError **error);

/* HemoKey of each, without abilities. */
GPtrArray *sample_keys(const Sample *first, ...) G_GNUC_NULL_TERMINATED;

GBytes *sample_decode(GBytes *base64); /* DER */

/* What @recipient reads, or NULL if it is not for him. */
GBytes *sample_decrypt(GBytes *base64, const Sample *recipient);

/* The text between two marks; asserts that both are there. */
GBytes *sample_between(GBytes *text, const char *before, const char *after);

/* Takes a multipart/signed of the product apart: its entity and the signature (DER). */
void sample_split_signed(GBytes *text, GBytes **ret_entity, GBytes **ret_cms);
