/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whether an authority took a certificate back, by lists that are handed in (RFC 5280
 * section 5).  Only a list that the certificate's own issuer signed, with the key that
 * signed the certificate, is believed.  Fetches nothing.
 */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

typedef enum {
    HEMO_REVOCATION_UNKNOWN = 0, /* no list is about it */
    HEMO_REVOCATION_STALE,       /* only one that is too old, or not valid yet */
    HEMO_REVOCATION_GOOD,
    HEMO_REVOCATION_REVOKED,
} HemoRevocation;

/* Those of @crls (GBytes, DER; or NULL) that can be read, as X509_CRL; others count as none. */
GPtrArray *hemo_revocation_read(GPtrArray *crls);

/* @lists: of hemo_revocation_read().  Whoever stands on a list of the issuer is revoked,
 * however old the list.  Only a complete list for this certificate with @oldest <= thisUpdate
 * <= @newest (Unix seconds) says that it is good; one of another time, that there should be
 * a newer one. */
HemoRevocation hemo_revocation_look_up(GPtrArray *lists,
                                       X509 *certificate,
                                       X509 *issuer,
                                       gint64 oldest,
                                       gint64 newest);
