/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Certificates in PEM text (RFC 7468), as other programs and administrators write them.  Only
 * told apart by their fingerprints; nothing in them is read.
 */
#pragma once

#include "hemo-cli-settings.h"
#include "hemo-slice.h"

/* Each certificate of @text in its order, DER: GBytes, owned by the array. */
GPtrArray *hemo_cli_pem_read(HemoSlice text);

/* SHA-256, upper-case hex; free it with g_free(). */
char *hemo_cli_pem_fingerprint(GBytes *der);

/* The fingerprints of the organisation's own anchors for S/MIME ([keys] smime-anchors): a set
 * of texts, empty if none are named or the file cannot be read. */
GHashTable *hemo_cli_pem_anchors(const HemoCliSettings *settings);
