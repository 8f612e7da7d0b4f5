/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-own-key.h"

#include "run-verb.h"

/* One that can be used is in tests/integration, with a real gpg. */
static void
test_none(void)
{
    g_autofree char *words = NULL;

    run_verb_file("mark", ""); /* an empty home */
    g_assert_false(hemo_cli_own_key_find("ana.ruiz@example.org", &words));
    g_assert_cmpstr(words, !=, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-own-key/none", test_none);
    return g_test_run();
}
