/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-level.h.
 */
#include "hemo-level.h"

const HemoName hemo_level_names[] = {
    {HEMO_LEVEL_UNDELIVERABLE, "X"},
    {HEMO_LEVEL_CONFLICT, "C"},
    {HEMO_LEVEL_NONE, "N"},
    {HEMO_LEVEL_UNKNOWN, "U"},
    {HEMO_LEVEL_KNOWN, "K"},
    {HEMO_LEVEL_ENCRYPTED, "E"},
    {HEMO_LEVEL_AUTHENTICATED, "A"},
    {HEMO_LEVEL_VERIFIED, "V"},
    {0, NULL},
};

const HemoName hemo_route_names[] = {
    {HEMO_ROUTE_R0, "R0"},
    {HEMO_ROUTE_R1, "R1"},
    {HEMO_ROUTE_R2, "R2"},
    {HEMO_ROUTE_R3, "R3"},
    {0, NULL},
};
