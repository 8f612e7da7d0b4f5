/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One list of revoked certificates (RFC 5280 section 5) as it came: whose it is and of when.
 * What it says of a certificate is read in hemo-revocation.h.  Immutable.
 */
#pragma once

#include "hemo-certificate.h"

typedef struct _HemoCrl HemoCrl;

/* @bytes: DER, or PEM text with one; at most HEMO_LIMIT_CRL bytes.  Lists that only change
 * another one (delta CRLs) are refused.  HEMO_ERROR_INVALID, HEMO_ERROR_TOO_BIG. */
HemoCrl *hemo_crl_new(HemoSlice bytes, GError **error);
void hemo_crl_free(HemoCrl *crl); /* NULL is fine */

GBytes *hemo_crl_der(const HemoCrl *crl); /* the value keeps it */
gint64 hemo_crl_made(const HemoCrl *crl); /* thisUpdate, Unix seconds */
gint64 hemo_crl_due(const HemoCrl *crl);  /* nextUpdate; 0: the list does not say */

/* By what name and with what key the lists about @certificate are signed, as a digest in hex;
 * NULL if that cannot be told. */
char *hemo_crl_publisher(const HemoCertificate *certificate, const HemoCertificate *issuer);

/* TRUE if @issuer, who issued @certificate, signed it, and it names @certificate or says by its
 * silence that it was not taken back.  Whether @issuer counts is not looked at. */
gboolean hemo_crl_is_about(const HemoCrl *crl,
                           const HemoCertificate *certificate,
                           const HemoCertificate *issuer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCrl, hemo_crl_free)
