/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-handed.h"

#include "run-verb.h"

static void
check(const char *place, const char *wanted)
{
    g_autoptr(HemoCliHanded) handed = hemo_cli_handed_load();
    g_auto(GStrv) lines = hemo_cli_handed_list(handed, place);
    g_autofree char *joined = g_strjoinv("|", lines);

    g_assert_cmpstr(joined, ==, wanted);
}

/* Each run of setup is a program of its own. */
static void
test_there_and_back(void)
{
    g_autoptr(HemoCliHanded) handed = NULL;

    run_verb_file("mark", "");
    handed = hemo_cli_handed_load();
    check("claws", "");
    g_assert_true(hemo_cli_handed_add(handed, "claws", "own", "AB", NULL));
    g_assert_true(hemo_cli_handed_add(handed, "claws", "own", "AB", NULL));
    g_assert_true(hemo_cli_handed_add(handed, "claws", "root", "CD S relax", NULL));
    g_assert_true(hemo_cli_handed_add(handed, "thunderbird /a b", "own", "AB", NULL));
    check("claws", "own AB|root CD S relax");
    check("thunderbird /a b", "own AB");
    g_assert_true(hemo_cli_handed_remove(handed, "claws", "own AB", NULL));
    check("claws", "root CD S relax");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-handed/there-and-back", test_there_and_back);
    return g_test_run();
}
