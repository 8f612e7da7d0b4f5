/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-lint-forwards.h"

#include "hemo-cli-output.h"
#include "thunderbird-home.h"

/* Nobody is asked for any of these; looking up is in tests/integration. */
static void
test_rows(void)
{
    const char *local = run_verb_file("aliases", "root: ana\nbin: /dev/null\n");
    const char *program = run_verb_file("x.forward", "\\ana, \"|tool\"\n");
    const char *sieve = run_verb_file("x.sieve", "if true {\n redirect \"${a}\";\n}\n");
    const char *bare = run_verb_file("bare", "a@example.org\n");
    const char *empty = run_verb_file("keep.sieve", "keep;\n");
    const char *home = thunderbird_home_make("profile", "", NULL);
    g_autofree char *profile = g_build_filename(home, THUNDERBIRD_HOME_PROFILE, NULL);
    const RunVerbRow rows[] = {
        {{"lint-forwards", "--json", local},
         HEMO_CLI_GOOD,
         "{\"file\":\"*aliases\",\"line\":1,\"address\":\"ana\",\"domain\":null,\"level\":null,"
         "\"ready\":true,\"words\":\"*\"}\n{*\"line\":2*}\n",
         NULL},
        {{"lint-forwards", program},
         HEMO_CLI_USAGE,
         "*:1: ready: ana: *\n*:1: NOT ready: tool: *\n",
         NULL},
        {{"lint-forwards", "--json", sieve},
         HEMO_CLI_USAGE,
         "{*\"line\":2,\"address\":\"${a}\",*\"ready\":false*}\n",
         NULL},
        {{"lint-forwards", "--json", "/nowhere/x", local},
         HEMO_CLI_UNREADABLE,
         "{*}\n{*}\n",
         "hemostat: /nowhere/x: *\n"},
        {{"lint-forwards", "--format", "sieve", bare},
         HEMO_CLI_USAGE,
         "*bare:1: NOT ready: nobody can tell *\n",
         NULL},
        {{"lint-forwards", "--format", "claws", bare},
         HEMO_CLI_USAGE,
         "*:1: NOT ready: *",
         NULL},
        {{"lint-forwards", empty},
         HEMO_CLI_GOOD,
         NULL,
         "hemostat: *keep.sieve: no forwarding*"},
        {{"lint-forwards", "--json", empty}, HEMO_CLI_GOOD, NULL, NULL},
        {{"lint-forwards", "--format", "forward", local}, HEMO_CLI_USAGE, "*NOT ready*", NULL},
        {{"lint-forwards", "--format", "exim", local}, HEMO_CLI_USAGE, NULL, "*--format*"},
        {{"lint-forwards", profile},
         HEMO_CLI_USAGE,
         "*/Mail/b/msgFilterRules.dat:2: NOT ready: Reply: *\n",
         "hemostat: *Mail/a/msgFilterRules.dat: no forwarding*"},
        {{"lint-forwards"}, HEMO_CLI_USAGE, NULL, "*name a file*"},
    };

    thunderbird_home_write(home,
                           THUNDERBIRD_HOME_PROFILE "/Mail/a/msgFilterRules.dat",
                           "version=\"9\"\n");
    thunderbird_home_write(home,
                           THUNDERBIRD_HOME_PROFILE "/Mail/b/msgFilterRules.dat",
                           "name=\"x\"\naction=\"Reply\"\n");
    run_verb_check(hemo_cli_lint_forwards, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-lint-forwards/rows", test_rows);
    return g_test_run();
}
