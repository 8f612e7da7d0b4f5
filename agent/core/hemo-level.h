/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How well a recipient's domain can be reached over TLS, worst to best, and what
 * the route (our submission server) guarantees.  Levels are compared, never
 * listed.  Zero is no level: zeroed memory is never taken for evidence.
 */
#pragma once

#include "hemo-names.h"

typedef enum {
    HEMO_LEVEL_INVALID = 0,
    HEMO_LEVEL_UNDELIVERABLE, /* X: null MX, NXDOMAIN, no address */
    HEMO_LEVEL_CONFLICT,      /* C: promise and fact disagree */
    HEMO_LEVEL_NONE,          /* N: plaintext, weak, tampered with, malformed */
    HEMO_LEVEL_UNKNOWN,       /* U: nothing known, unreachable, rejected */
    HEMO_LEVEL_KNOWN,         /* K: provider list only */
    HEMO_LEVEL_ENCRYPTED,     /* E: TLS without a certificate that can be trusted */
    HEMO_LEVEL_AUTHENTICATED, /* A: fresh probe, certificate valid for every MX */
    HEMO_LEVEL_VERIFIED,      /* V: DANE or MTA-STS enforce, not contradicted */
    HEMO_N_LEVELS
} HemoLevel;

typedef enum {
    HEMO_ROUTE_INVALID = 0,
    HEMO_ROUTE_R0, /* opportunistic or unknown */
    HEMO_ROUTE_R1, /* honours DANE and MTA-STS */
    HEMO_ROUTE_R2, /* per-message enforcement */
    HEMO_ROUTE_R3, /* own delivery to the MX */
    HEMO_N_ROUTES
} HemoRoute;

extern const HemoName hemo_level_names[]; /* "V" ... "X" */
extern const HemoName hemo_route_names[]; /* "R0" ... "R3" */
