/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-key-words.h"

#include <locale.h>

static void
test_names(void)
{
    static const char *const finders[] =
        {"keyring", "harvest", "wkd", "smimea", "dns-cert", "import"};

    for (gsize i = 0; i < G_N_ELEMENTS(finders); i++)
        g_assert_cmpstr(hemo_cli_key_words_finder(finders[i]), !=, finders[i]);
    g_assert_cmpstr(hemo_cli_key_words_kind("smime"), ==, "S/MIME certificate");
    /* one that a newer agent knows stays readable */
    g_assert_cmpstr(hemo_cli_key_words_finder("ldap"), ==, "ldap");
    g_assert_cmpstr(hemo_cli_key_words_kind("new"), ==, "new");
    g_assert_cmpstr(hemo_cli_key_words_how("gpg"), ==, "gpg");
}

static void
test_how(void)
{
    g_assert_true(hemo_cli_key_words_knows_how("telephone"));
    g_assert_true(hemo_cli_key_words_knows_how("in-person"));
    g_assert_false(hemo_cli_key_words_knows_how("gpg"));
    g_assert_false(hemo_cli_key_words_knows_how(""));
}

static void
test_day(void)
{
    g_autofree char *day = hemo_cli_key_words_day(1777809600);

    g_assert_cmpstr(day, ==, "3 May 2026");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-key-words/names", test_names);
    g_test_add_func("/cli-key-words/how", test_how);
    g_test_add_func("/cli-key-words/day", test_day);
    return g_test_run();
}
