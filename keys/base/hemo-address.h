/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One mailbox as it stands in an SMTP envelope (RFC 5321 section 4.1.2), checked
 * so strictly that it can be written into a command line of any protocol.
 * Quoted local parts and UTF-8 local parts (RFC 6531) are refused.
 */
#pragma once

#include <glib.h>

typedef struct _HemoAddress HemoAddress;

/* @text is a bare address, without name or angle brackets.  The domain becomes
 * lower-case A-labels (IDNA2008, non-transitional); the local part stays as written.
 * HEMO_ERROR_INVALID if it is not one; the message does not repeat it. */
HemoAddress *hemo_address_parse(const char *text, GError **error);
HemoAddress *hemo_address_ref(HemoAddress *address);
void hemo_address_unref(HemoAddress *address);

const char *hemo_address_full(const HemoAddress *address); /* local@domain */
const char *hemo_address_local(const HemoAddress *address);
const char *hemo_address_domain(const HemoAddress *address); /* no final dot */

/* local@domain in lower case: for look-ups and comparison, never for sending. */
const char *hemo_address_key(const HemoAddress *address);

/* The domain @text as lower-case A-labels without a final dot, or NULL and
 * HEMO_ERROR_INVALID.  Address literals are refused. */
char *hemo_address_normalise_domain(const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAddress, hemo_address_unref)
