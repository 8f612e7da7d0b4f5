/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * SMIMEA records (RFC 8162): S/MIME certificates of an address in its domain's DNS.  Names
 * and record data only; asks nobody, and knows nothing of DNSSEC, without which they prove
 * nothing.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_SMIMEA_NONE = 0,    /* damaged, or no whole certificate of a person is in it */
    HEMO_SMIMEA_CONSTRAINED, /* usage 1: an authority must vouch for it as well */
    HEMO_SMIMEA_CERTIFICATE, /* usage 3: the domain's word is enough */
} HemoSmimeaKind;

/* Where the records of @local at @domain are (section 3): SHA-256 of the local part as it is
 * written, cut to 28 octets. */
char *hemo_smimea_name(const char *local, const char *domain);

/* @rdata: usage, selector, matching type, data (RFC 6698 section 2.1).  @ret_der is a part of
 * it, checked only for its size; empty with NONE. */
HemoSmimeaKind hemo_smimea_read(HemoSlice rdata, HemoSlice *ret_der);
