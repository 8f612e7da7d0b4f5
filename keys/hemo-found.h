/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A key that somebody publishes or sent, before anybody judged it.
 */
#pragma once

#include "hemo-key.h"

typedef enum {
    HEMO_FINDER_KEYRING = 1 << 0, /* gpg's ring and the certificates that were stored */
    HEMO_FINDER_HARVEST = 1 << 1, /* received signed mail and Autocrypt fields */
    HEMO_FINDER_WKD = 1 << 2,
    HEMO_FINDER_SMIMEA = 1 << 3,
    HEMO_FINDER_DNS_CERT = 1 << 4,
    HEMO_FINDER_IMPORT = 1 << 5, /* a person brought it: never switched off */
} HemoFinderBits;

/* Something that was found, not judged: a binary OpenPGP key, or a DER certificate. */
typedef struct {
    HemoKeyKind kind;
    HemoFinderBits finder;
    gboolean secure; /* it was told by DNSSEC, or by the domain's own web server; FALSE for
                      * an SMIMEA record that asks for an authority's word too (usage 1) */
    GBytes *material;
} HemoFound;

/* Takes a reference of @material. */
HemoFound *
hemo_found_new(HemoKeyKind kind, HemoFinderBits finder, gboolean secure, GBytes *material);
void hemo_found_free(HemoFound *found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoFound, hemo_found_free)
