/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who vouches for a certificate: chain, purpose, names, strength and revocation (RFC 5280
 * section 6, RFC 8550), against anchors and CRLs that are handed in.  Fetches nothing.
 */
#pragma once

#include "hemo-certificate.h"

/* All borrowed for the call. */
typedef struct {
    GPtrArray *anchors;       /* HemoCertificate: authorities for addresses */
    GPtrArray *intermediates; /* HemoCertificate, untrusted; or NULL */
    GPtrArray *crls;          /* GBytes, DER; or NULL */
    gint64 now;               /* Unix seconds */
    gint64 crl_age;           /* an older CRL (thisUpdate) counts as none; seconds */
    /* No CRL that counts for the certificate, or for an authority below the anchor that says
     * where it publishes one: STATUS_UNKNOWN instead of a pass.  A CRL that names either
     * always counts, however old: REVOKED. */
    gboolean need_status;
    /* The same only where a CRL is known that no longer counts: one that could never be
     * fetched is no reason. */
    gboolean need_fresh;
    gboolean fips;
    const char *domain; /* a Direct certificate of the whole domain may stand for the address;
                         * or NULL */
} HemoCertificateCheck;

/* Judges @certificate for @address: state and trust AUTHORITY; UNCONFIRMED with trust NONE if
 * no anchor vouches for it and nothing else is wrong.  Never NULL. */
HemoKey *hemo_certificate_check(const HemoCertificate *certificate,
                                const char *address,
                                const HemoCertificateCheck *check);

/* From @certificate up to the anchor that vouches for it: HemoCertificate, each issued by the
 * next.  Empty if none does.  Never NULL. */
GPtrArray *hemo_certificate_check_chain(const HemoCertificate *certificate,
                                        const HemoCertificateCheck *check);
