/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-ip-address.h"

static void
test_ranges(void)
{
    static const struct {
        const char *text, *range;
        gboolean within;
    } ROWS[] = {
        {"192.0.2.1", "192.0.2.0/24", TRUE},
        {"192.0.3.1", "192.0.2.0/24", FALSE},
        {"192.0.3.1", "192.0.2.0/23", TRUE},
        {"::ffff:192.0.2.1", "192.0.2.0/24", TRUE},
        {"2001:db8::1", "2001:db8::/32", TRUE},
        {"2001:db9::1", "2001:db8::/32", FALSE},
        {"192.0.2.1", "2001:db8::/32", FALSE},
        {"192.0.2.1", "192.0.2.0", FALSE},
        {"192.0.2.1", "192.0.2.0/999", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoIpAddress address;

        g_assert_true(hemo_ip_address_parse(hemo_slice_text(ROWS[i].text), &address));
        g_assert_cmpint(hemo_ip_address_is_in(&address, ROWS[i].range), ==, ROWS[i].within);
    }
}

static void
test_inside(void)
{
    static const char *const INSIDE[] = {"127.0.0.1",
                                         "10.1.2.3",
                                         "172.31.0.1",
                                         "192.168.0.1",
                                         "169.254.1.1",
                                         "::1",
                                         "fe80::1%3",
                                         "fd00::1",
                                         "100.64.0.1",
                                         "::ffff:10.0.0.1"};
    static const char *const OUTSIDE[] = {"172.32.0.1", "192.0.2.1", "2001:db8::1", "8.8.8.8"};
    HemoIpAddress address;

    for (gsize i = 0; i < G_N_ELEMENTS(INSIDE); i++) {
        g_assert_true(hemo_ip_address_parse(hemo_slice_text(INSIDE[i]), &address));
        g_assert_true(hemo_ip_address_is_inside(&address));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(OUTSIDE); i++) {
        g_assert_true(hemo_ip_address_parse(hemo_slice_text(OUTSIDE[i]), &address));
        g_assert_false(hemo_ip_address_is_inside(&address));
    }
}

static void
test_refused(void)
{
    static const char *const TEXTS[] = {"", "1.2.3", "1.2.3.4.5", "mail.example.org", "::g"};
    HemoIpAddress address;

    for (gsize i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        g_assert_false(hemo_ip_address_parse(hemo_slice_text(TEXTS[i]), &address));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ip/ranges", test_ranges);
    g_test_add_func("/ip/inside", test_inside);
    g_test_add_func("/ip/refused", test_refused);
    return g_test_run();
}
