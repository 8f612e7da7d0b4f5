/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-domain.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

/* Nobody is asked for any of these. */
static const RunVerbRow rows[] = {
    {{"domain", "--json", "--no-port25", "not a domain", "[192.0.2.1]"},
     HEMO_CLI_UNREADABLE,
     "{\"domain\":\"not a domain\",\"error\":\"*\"}\n"
     "{\"domain\":\"?192.0.2.1?\",\"error\":\"*\"}\n",
     NULL},
    {{"domain", "not a domain"}, HEMO_CLI_UNREADABLE, "not a domain * -  *\n", NULL},
    {{"domain"}, HEMO_CLI_USAGE, NULL, "hemostat: name at least one domain\n"},
    {{"domain", "--json"}, HEMO_CLI_USAGE, NULL, "hemostat: name at least one domain\n"},
    {{"domain", "--no-such-option", "example.org"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: *no-such-option*"},
    /* settings that cannot be used are said for each input, not guessed around */
    {{"domain", "--json", "--ca", "/nowhere/ca.pem", "example.org", "example.com"},
     HEMO_CLI_UNREADABLE,
     "{\"domain\":\"example.org\",\"error\":\"*\"}\n"
     "{\"domain\":\"example.com\",\"error\":\"*\"}\n",
     NULL},
};

static void
test_rows(void)
{
    run_verb_check(hemo_cli_domain, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-domain/rows", test_rows);
    return g_test_run();
}
