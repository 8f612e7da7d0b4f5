/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-forward-claws.h"

#include "show-targets.h"

static const ShowTargetsRow rows[] = {
    {"[filtering]\nenabled rulename \"x\" subject matchcase \"lab\" forward 1 "
     "\"a@example.org\"\n",
     "2a a@example.org\n"},
    {"enabled rulename \"x\" all redirect 2 \"a@example.org, B <b@example.net>\" stop",
     "1a a@example.org\n1a b@example.net\n"},
    {"all forward_as_attachment 1 \"a@example.org\" mark", "1a a@example.org\n"},
    /* only words outside of strings count, and rules that are on */
    {"rulename \"forward 1 \\\"a@example.org\\\"\" header \"redirect\" match \"x\" delete", ""},
    {"disabled rulename \"x\" all forward 1 \"a@example.org\"", ""},
    {"enabled all move \"#mh/Mailbox/forward\"", ""},
    /* nobody can tell */
    {"enabled all forward 1", "1? forward\n"},
    {"enabled all redirect 1 \"a@example.org", "1? redirect\n"},
    {"enabled all redirect 1 \"nobody\"", "1? nobody\n"},
    /* other formats: never nothing */
    {"a@example.org\n", "1? a@example.org\n"},
    {"\\ana, b@example.net", "1? \\ana, b@example.net\n"},
    {"\"|tool\"\neva\n", "1? \"|tool\"\n2? eva\n"},
    {"root: ana", "1? root: ana\n"},
    {"require \"copy\";", "1? require \"copy\";\n"},
    {"enabled all redirect 1 \"a\\@example.org\\", "1? redirect\n"},
};

static void
test_rows(void)
{
    show_targets_check(hemo_forward_claws_parse, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-claws/rows", test_rows);
    return g_test_run();
}
