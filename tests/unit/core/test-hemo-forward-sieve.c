/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-forward-sieve.h"

#include "show-targets.h"

static const ShowTargetsRow rows[] = {
    {"redirect \"a@example.org\";", "1a a@example.org\n"},
    {"require [\"copy\"];\n\nREDIRECT :copy \"A <a@Example.org>\" ;", "3a a@example.org\n"},
    {"if true { redirect :copy :notify \"NEVER\" \"a@example.org\"; }", "1a a@example.org\n"},
    {"redirect [\"a@example.org\", \"b@example.net\"];",
     "1a a@example.org\n1a b@example.net\n"},
    {"redirect text:\na@example.org\n.\n;\nkeep;", "1a a@example.org\n"},
    /* words in strings, comments and tests are no commands */
    {"# redirect \"a@example.org\";\n/* redirect \"a@example.org\"; */", ""},
    {"fileinto \"redirect\"; if header :is \"subject\" \"redirect\" { keep; }", ""},
    {"if header :is \"x\" [\"{\", \";\"] { redirect \"b@example.net\"; }",
     "1a b@example.net\n"},
    /* nobody can tell */
    {"redirect \"${to}@example.org\";", "1v ${to}@example.org\n"},
    {"redirect :list \":addrbook:friends\";", "1v :addrbook:friends\n"},
    {"redirect \"not an address\";", "1? not an address\n"},
    {"redirect \"a@example.org\"", "1? redirect\n"},
    {"redirect;", "1? redirect\n"},
    {"redirect \"a@example.org\" { }", "1? redirect\n"},
    {"keep;\nredirect \"a@example.org", "2? redirect\n"},
    {"keep; /* open", "1? \n"},
    /* other formats, and what broke off: never nothing */
    {"a@example.org", "1? \n"},
    {"\n\\ana, b@example.net\n", "2? \n"},
    {"\"|tool\"", "1? \n"},
    {"eva", "1? \n"},
    {"root: ana@example.org", "1? \n"},
    {"[filtering]\nenabled rulename \"x\" all redirect 1 \"a@example.org\"", "1? \n"},
    {"keep;\nif true {\n stop;\n", "4? \n"},
    {"keep;\n}", "2? \n"},
    {"if anyof (true, false { keep; }", "1? \n"},
    {";", "1? \n"},
    {"", ""},
    {"if not anyof (header :contains [\"a\", \"b\"] \"c\", size :over 1M) {\n discard;\n} else "
     "{\n"
     " addflag \"x\";\n stop;\n}\n",
     ""},
    /* notices by mail */
    {"notify :message \"news\" \"mailto:a@example.org?subject=x&cc=b%40example.net\";",
     "1a a@example.org\n1a b@example.net\n"},
    {"notify \"MAILTO:a@example.org,b@example.net\";", "1a a@example.org\n1a b@example.net\n"},
    {"notify :method \"mailto\" :options \"a@example.org\" :message \"x\";",
     "1a a@example.org\n"},
    {"notify :method \"mailto\";", "1? notify\n"},
    {"notify \"xmpp:a@example.org\";", "1? xmpp:a@example.org\n"},
    {"notify \"mailto:%00\";", "1? %00\n"},
    {"notify \"mailto:${x}\";", "1v mailto:${x}\n"},
    {"include :personal \"more\"; pipe :copy \"tool\" [\"x\"]; report \"abuse\" \"m\" "
     "\"r@example.org\";",
     "1i more\n1p tool\n1a r@example.org\n"},
};

static void
test_rows(void)
{
    show_targets_check(hemo_forward_sieve_parse, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-sieve/rows", test_rows);
    return g_test_run();
}
