/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-address.h"

#include "hemo-error.h"

#include <string.h>

static void
test_good(void)
{
    static const struct {
        const char *text;
        const char *full;
        const char *domain;
    } rows[] = {
        {"ana@example.org", "ana@example.org", "example.org"},
        {"Ana.Ruiz+lab@Example.ORG.", "Ana.Ruiz+lab@example.org", "example.org"},
        {"a@m\303\274nchen.example", "a@xn--mnchen-3ya.example", "xn--mnchen-3ya.example"},
        {"a@under_score.example", "a@under_score.example", "under_score.example"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoAddress) address = hemo_address_parse(rows[i].text, &error);

        g_assert_no_error(error);
        g_assert_cmpstr(hemo_address_full(address), ==, rows[i].full);
        g_assert_cmpstr(hemo_address_domain(address), ==, rows[i].domain);
    }
}

static void
test_refused(void)
{
    static const char *const rows[] = {
        "",
        "ana",
        "@example.org",
        "ana@",
        "ana@[192.0.2.1]",
        "ana@example..org",
        ".ana@example.org",
        "a..b@example.org",
        "ana@example.org\r\nRCPT TO:<eve@example.net>",
        "ana ruiz@example.org",
        "\"ana\"@example.org",
        "an\303\241@example.org",
        "ana@-example.org",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoAddress) address = hemo_address_parse(rows[i], &error);

        g_assert_null(address);
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_null(rows[i][0] != '\0' ? strstr(error->message, rows[i]) : NULL);
    }
}

static void
test_key(void)
{
    g_autoptr(HemoAddress) address = hemo_address_parse("Ana@Example.org", NULL);

    g_assert_cmpstr(hemo_address_key(address), ==, "ana@example.org");
    g_assert_cmpstr(hemo_address_local(address), ==, "Ana");
}

static void
test_long(void)
{
    g_autofree char *local = g_strnfill(65, 'a');
    g_autofree char *text = g_strconcat(local, "@example.org", NULL);
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);

    g_assert_null(address);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/address/good", test_good);
    g_test_add_func("/address/refused", test_refused);
    g_test_add_func("/address/key", test_key);
    g_test_add_func("/address/long", test_long);
    return g_test_run();
}
