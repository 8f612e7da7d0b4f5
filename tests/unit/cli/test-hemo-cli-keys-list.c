/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-list.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static const RunVerbRow list_rows[] = {
    {{"keys list", "a@example.net", "b@example.net"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: name one address at most\n"},
    {{"keys list", "--json"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
};

static const RunVerbRow find_rows[] = {
    {{"keys find"}, HEMO_CLI_USAGE, NULL, "hemostat: name one address\n"},
    {{"keys find", "nora@example.net"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
};

static void
test_list(void)
{
    run_verb_check(hemo_cli_keys_list_run, list_rows, G_N_ELEMENTS(list_rows));
}

static void
test_find(void)
{
    run_verb_check(hemo_cli_keys_list_find, find_rows, G_N_ELEMENTS(find_rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-list/list", test_list);
    g_test_add_func("/cli-keys-list/find", test_find);
    return g_test_run();
}
