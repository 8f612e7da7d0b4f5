/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-finder-network.h.
 */
#include "hemo-finder-network.h"

#include "hemo-own-namespace.h"

HemoFinderNetwork *
hemo_finder_network_new(HemoDns *dns, const HemoNetSettings *settings)
{
    HemoFinderNetwork *network = g_new0(HemoFinderNetwork, 1);

    network->refs = 1;
    network->dns = hemo_dns_ref(dns);
    network->ca_file = g_strdup(settings->ca_file);
    network->own_namespace = hemo_own_namespace_detect();
    return network;
}

HemoFinderNetwork *
hemo_finder_network_ref(HemoFinderNetwork *network)
{
    network->refs++;
    return network;
}

void
hemo_finder_network_unref(HemoFinderNetwork *network)
{
    if (network == NULL || --network->refs > 0)
        return;
    hemo_dns_unref(network->dns);
    g_free(network->ca_file);
    g_free(network);
}
