/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-finder-network.h"

/* Settings may change meanwhile; the resolver stays as long as anybody has the network. */
static void
test_keeps(void)
{
    HemoDns *dns = hemo_dns_new("127.0.0.1@9", NULL, NULL);
    char file[] = "/a/file";
    HemoNetSettings settings = {.ca_file = file};
    HemoFinderNetwork *network = hemo_finder_network_new(dns, &settings);
    g_autoptr(HemoFinderNetwork) mine = hemo_finder_network_ref(network);

    file[1] = 'b';
    hemo_dns_unref(dns);
    hemo_finder_network_unref(network);
    g_assert_cmpstr(mine->ca_file, ==, "/a/file");
    g_assert_true(mine->dns == dns);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finder-network/keeps", test_keeps);
    return g_test_run();
}
