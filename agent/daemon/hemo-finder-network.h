/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the finders of keys and the store of CRLs share of the network: the resolver, the
 * authorities of web servers, which addresses may be called.
 */
#pragma once

#include "hemo-dns.h"
#include "hemo-net-settings.h"

/* Immutable. */
typedef struct {
    guint refs;
    HemoDns *dns;
    char *ca_file;          /* NULL: the system's */
    gboolean own_namespace; /* private addresses may be called */
} HemoFinderNetwork;

/* @settings are copied.  What is under way keeps the network by itself. */
HemoFinderNetwork *hemo_finder_network_new(HemoDns *dns, const HemoNetSettings *settings);
HemoFinderNetwork *hemo_finder_network_ref(HemoFinderNetwork *network);
void hemo_finder_network_unref(HemoFinderNetwork *network); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoFinderNetwork, hemo_finder_network_unref)
