/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define WHOLE "0123456789ABCDEF0123456789ABCDEF01234567"

/* There is no agent here: what an agent would be asked for fails, in words. */
static const RunVerbRow rows[] = {
    {{"keys"}, HEMO_CLI_USAGE, NULL, "Usage: *confirm*"},
    {{"keys", "--help"}, HEMO_CLI_GOOD, "Usage: *  list *restore*", NULL},
    {{"keys", "lose"}, HEMO_CLI_USAGE, NULL, "hemostat: there is no verb \"keys lose\"*"},
    {{"keys", "list", "--help"}, HEMO_CLI_GOOD, "*hemostat keys list*ADDRESS*--json*", NULL},
    {{"keys", "list"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
    {{"keys", "words", "nora@example.net"}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
    {{"keys", "confirm", "nora@example.net", WHOLE},
     HEMO_CLI_HELD,
     NULL,
     "hemostat: *Hemostat*\n"},
};

static void
test_rows(void)
{
    run_verb_check(hemo_cli_keys, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys/rows", test_rows);
    return g_test_run();
}
