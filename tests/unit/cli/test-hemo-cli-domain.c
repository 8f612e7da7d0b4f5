/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-domain.h"

#include <glib.h>
#include <string.h>

/* Names that no server is asked about: the order and the exit status must hold all the same. */
static void
test_not_domains(void)
{
    if (g_test_subprocess()) {
        char *argv[] = {(char *)"domain",
                        (char *)"--json",
                        (char *)"--no-port25",
                        (char *)"not a domain",
                        (char *)"[192.0.2.1]",
                        NULL};

        g_assert_cmpint(hemo_cli_domain(5, argv), ==, 2);
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stdout("*\"domain\":\"not a domain\"*\n*\"domain\":\"?192.0.2.1?\"*");
}

static void
test_usage(void)
{
    static const char *const rows[][4] = {
        {"domain", NULL},
        {"domain", "--json", NULL},
        {"domain", "--no-such-option", "example.org", NULL},
    };

    if (g_test_subprocess()) {
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            char *argv[4];

            memcpy(argv, rows[i], sizeof argv);
            g_assert_cmpint(hemo_cli_domain((int)g_strv_length((char **)rows[i]), argv), ==, 2);
        }
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stderr("*name at least one domain*");
}

/* Settings that cannot be used are said for each input, not guessed around. */
static void
test_settings(void)
{
    if (g_test_subprocess()) {
        char *argv[] = {(char *)"domain",
                        (char *)"--json",
                        (char *)"--ca",
                        (char *)"/nowhere/ca.pem",
                        (char *)"example.org",
                        NULL};

        g_assert_cmpint(hemo_cli_domain(5, argv), ==, 2);
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stdout("*\"error\"*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-domain/not-domains", test_not_domains);
    g_test_add_func("/cli-domain/usage", test_usage);
    g_test_add_func("/cli-domain/settings", test_settings);
    return g_test_run();
}
