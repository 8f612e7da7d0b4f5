/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-received.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define OVER_TLS                                                                               \
    "from a.example.com (a.example.com [192.0.2.7]) by mx.example.org (Postfix) with ESMTPS "  \
    "id 1 (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)); x\n"

static void
test_standard_input(void)
{
    const char *const json[] = {"received", "--json", "-", NULL};
    const char *const words[] = {"received", "-", NULL};
    g_auto(RunVerb) run = run_verb(hemo_cli_received, OVER_TLS "\nby mx.example.org", json);
    g_auto(RunVerb) plain = run_verb(hemo_cli_received, OVER_TLS, words);

    g_assert_cmpint(run.status, ==, HEMO_CLI_GOOD);
    g_assert_true(g_pattern_match_simple(
        "{\"from\":\"a.example.com\",*\"ip\":\"192.0.2.7\",*\"tls\":\"yes\",*\"TLSv1.2\",*}\n"
        "{\"from\":null,*\"by\":null,*}\n"
        "{\"from\":null,*\"by\":\"mx.example.org\",*\"tls\":\"unknown\",*\"bits\":null}\n",
        run.out));
    g_assert_cmpstr(plain.out, ==, "mx.example.org: received over TLS\n");
}

static void
test_files(void)
{
    const char *one = run_verb_file("one", "by a.example.org");
    const char *two = run_verb_file("two", "by b.example.org\nby c.example.org\n");
    const RunVerbRow rows[] = {
        {{"received", "--json", two, one},
         HEMO_CLI_GOOD,
         "{*\"b.example.org\"*}\n{*\"c.example.org\"*}\n{*\"a.example.org\"*}\n",
         NULL},
        {{"received", one, "/nowhere", "/", two},
         HEMO_CLI_UNREADABLE,
         "a.example.org: *\nb.example.org: *\nc.example.org: *\n",
         "hemostat: /nowhere: there is no such file\n"
         "hemostat: /: it is a folder, not a file\n"},
        {{"received"}, HEMO_CLI_USAGE, NULL, "hemostat: name a file*\n"},
    };

    run_verb_check(hemo_cli_received, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-received/standard-input", test_standard_input);
    g_test_add_func("/cli-received/files", test_files);
    return g_test_run();
}
