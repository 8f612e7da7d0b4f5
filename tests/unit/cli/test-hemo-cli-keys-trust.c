/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-trust.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define WHOLE "0123456789ABCDEF0123456789ABCDEF01234567"
#define NONE  "hemostat: that is no whole fingerprint*all of them*\n"

/* Part of a fingerprint is refused before anybody is asked: it may be another key's too. */
static const RunVerbRow confirm_rows[] = {
    {{"keys confirm", "nora@example.net"}, HEMO_CLI_USAGE, NULL, "hemostat: *fingerprint*\n"},
    {{"keys confirm", "nora@example.net", "89ABCDEF01234567"}, HEMO_CLI_USAGE, NULL, NONE},
    {{"keys confirm", "nora@example.net", WHOLE "8"}, HEMO_CLI_USAGE, NULL, NONE},
    {{"keys confirm", "nora@example.net", WHOLE, "--how", "guess"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: say --how telephone*\n"},
    {{"keys confirm", "--how", "paper", "nora@example.net", WHOLE},
     HEMO_CLI_HELD,
     NULL,
     "hemostat: *Hemostat*\n"},
};

static const RunVerbRow revoke_rows[] = {
    {{"keys revoke", "nora@example.net", "01234567"}, HEMO_CLI_USAGE, NULL, NONE},
    {{"keys revoke", "nora@example.net", WHOLE, "--yes"},
     HEMO_CLI_HELD,
     NULL,
     "hemostat: *Hemostat*\n"},
};

static void
test_confirm(void)
{
    run_verb_check(hemo_cli_keys_trust_confirm, confirm_rows, G_N_ELEMENTS(confirm_rows));
}

static void
test_revoke(void)
{
    run_verb_check(hemo_cli_keys_trust_revoke, revoke_rows, G_N_ELEMENTS(revoke_rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-trust/confirm", test_confirm);
    g_test_add_func("/cli-keys-trust/revoke", test_revoke);
    return g_test_run();
}
