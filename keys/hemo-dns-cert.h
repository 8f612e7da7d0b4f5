/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * CERT records (RFC 4398) as Direct publishes certificates with them: at the address written
 * as a name, then at the domain (Applicability Statement for Secure Health Transport, section
 * 5).  Names and record data only; asks nobody.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_DNS_CERT_NONE = 0,    /* damaged, or of another type */
    HEMO_DNS_CERT_CERTIFICATE, /* PKIX: the certificate itself */
    HEMO_DNS_CERT_PLACE,       /* IPKIX: the URL where it is */
} HemoDnsCertKind;

/* "user.domain", or NULL if the address cannot be written as a name. */
char *hemo_dns_cert_name(const HemoAddress *address);

/* @rdata: type, key tag, algorithm, data (section 2).  @ret_data is a part of it, a certificate
 * checked only for its size; empty with NONE.  The key tag is a hint that many leave at zero:
 * passed over. */
HemoDnsCertKind hemo_dns_cert_read(HemoSlice rdata, HemoSlice *ret_data);

/* The URL in @data of a PLACE, if it may be asked: https only, as without TLS anybody on the
 * way could answer with a key of his own.  NULL otherwise. */
char *hemo_dns_cert_url(HemoSlice data);

/* The DER of what a PLACE gave: one certificate, DER as it is, or the first of PEM text; NULL
 * if it is neither.  Its inside is not checked. */
GBytes *hemo_dns_cert_material(HemoSlice body);
