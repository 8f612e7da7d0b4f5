/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Where OpenSSL writes an encrypted message to: a file descriptor gets it as Base64 in CRLF
 * lines of 76.  Memory does not grow with the message.
 */
#pragma once

#include <glib.h>
#include <openssl/bio.h>

typedef struct _HemoSmimeSink HemoSmimeSink;

/* Writes to @fd, which stays the caller's, from its current offset on. */
HemoSmimeSink *hemo_smime_sink_new(int fd);
void hemo_smime_sink_free(HemoSmimeSink *sink);      /* NULL is fine */
BIO *hemo_smime_sink_bio(const HemoSmimeSink *sink); /* the sink keeps it */

/* Writes what is left.  HEMO_ERROR_STORAGE if it or anything before could not be written. */
gboolean hemo_smime_sink_finish(HemoSmimeSink *sink, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSmimeSink, hemo_smime_sink_free)
