/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-special-address.h"

static const struct {
    const char *text;
    gboolean special;
} rows[] = {
    {"0.0.0.0", TRUE},
    {"10.1.2.3", TRUE},
    {"100.63.255.255", FALSE},
    {"100.64.0.1", TRUE},
    {"100.128.0.1", FALSE},
    {"127.0.0.1", TRUE},
    {"127.255.1.2", TRUE},
    {"169.254.169.254", TRUE},
    {"172.15.255.255", FALSE},
    {"172.16.0.1", TRUE},
    {"172.31.255.255", TRUE},
    {"172.32.0.1", FALSE},
    {"192.0.2.1", TRUE},
    {"192.0.3.1", FALSE},
    {"192.168.1.1", TRUE},
    {"198.18.0.1", TRUE},
    {"198.19.255.255", TRUE},
    {"198.20.0.1", FALSE},
    {"198.51.100.7", TRUE},
    {"203.0.113.9", TRUE},
    {"223.255.255.255", FALSE},
    {"224.0.0.1", TRUE},
    {"255.255.255.255", TRUE},
    {"8.8.8.8", FALSE},
    {"::", TRUE},
    {"::1", TRUE},
    {"::ffff:127.0.0.1", TRUE},
    {"::ffff:8.8.8.8", TRUE},
    {"64:ff9b::7f00:1", TRUE},
    {"64:ff9b::808:808", FALSE},
    {"64:ff9b:1::808:808", TRUE},
    {"2001::1", TRUE},
    {"2001:db8::1", TRUE},
    {"2001:4860::1", FALSE},
    {"2002:7f00:1::1", TRUE},
    {"2a00::1", FALSE},
    {"fc00::1", TRUE},
    {"fd12::1", TRUE},
    {"fe80::1", TRUE},
    {"ff02::1", TRUE},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GInetAddress) address = g_inet_address_new_from_string(rows[i].text);

        g_test_message("%s", rows[i].text);
        g_assert_cmpint(hemo_special_address_match(address), ==, rows[i].special);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/special-address/rows", test_rows);
    return g_test_run();
}
