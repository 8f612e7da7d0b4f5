/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Is this content really encrypted, signed or a key?  Decided by its bytes, never by
 * the media type that somebody wrote above it.
 */
#pragma once

#include "hemo-slice.h"

/* ASCII armour of an OpenPGP message (RFC 9580 section 6.2) from start to end, with
 * nothing readable before or behind it. */
gboolean hemo_part_seal_is_openpgp(HemoSlice content);

/* CMS EnvelopedData or AuthEnvelopedData (RFC 5652 section 6, RFC 5083), by the start of
 * the DER or BER bytes. */
gboolean hemo_part_seal_is_smime(HemoSlice head);

/* A detached OpenPGP or CMS signature, or an OpenPGP public key, complete in @content. */
gboolean hemo_part_seal_is_signature(HemoSlice content);
