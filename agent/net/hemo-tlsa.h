/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One TLSA record (RFC 6698) that mail may use (RFC 7672 section 3.1): usage DANE-TA or
 * DANE-EE, known selector and matching type, data of the right length.
 */
#pragma once

#include <glib.h>

typedef struct {
    guint8 usage;    /* 2 or 3 */
    guint8 selector; /* 0 certificate, 1 public key */
    guint8 matching; /* 0 the whole, 1 SHA-256, 2 SHA-512 */
    GBytes *data;
} HemoTlsa;

/* Reads RDATA in wire format.  FALSE if the record is unusable: then it is as if it were not
 * there, but mail still must not go in the clear.  hemo_tlsa_clear() frees it. */
gboolean hemo_tlsa_parse(GBytes *record, HemoTlsa *ret_tlsa);
void hemo_tlsa_clear(HemoTlsa *tlsa);
