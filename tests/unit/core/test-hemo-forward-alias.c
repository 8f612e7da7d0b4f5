/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-forward-alias.h"

#include "show-targets.h"

static const ShowTargetsRow aliases[] = {
    {"# c\nroot: ana\npostmaster: root, ana@example.org\n",
     "2l ana\n3l root\n3a ana@example.org\n"},
    {"team: a@example.org,\n\tb@example.net\n  # c\n \"C, D\" <c@example.net>\n",
     "1a a@example.org\n2a b@example.net\n4a c@example.net\n"},
    {"\"odd: name\": a@example.org", "1a a@example.org\n"},
    {"x: \"|/usr/bin/tool a, b\", /dev/null, :include:/etc/list, :blackhole:",
     "1p /usr/bin/tool a, b\n1l /dev/null\n1i /etc/list\n1l :blackhole:\n"},
    {"x: |tool", "1p tool\n"},
    {"no name here", "1? no name here\n"},
    {"x:", ""},
    {"x: a@b@c, a b, <", "1? a@b@c\n1? a b\n1? <\n"},
    {"x: \"|open", "1p open\n"},
};

static const ShowTargetsRow forwards[] = {
    {"\\ana, a@example.org\n# c\nb@example.net",
     "1l ana\n1a a@example.org\n3a b@example.net\n"},
    {"\"|exec /usr/bin/procmail || exit 75 #ana\"",
     "1p exec /usr/bin/procmail || exit 75 #ana\n"},
    {"~/Mail/x\n:include:/home/ana/list", "1l ~/Mail/x\n2i /home/ana/list\n"},
    {"\"\\ana\"\n\\ana@example.org", "1l ana\n2a ana@example.org\n"},
    {"a@example.org (at home)", "1a a@example.org\n"},
    {"", ""},
};

static void
test_aliases(void)
{
    show_targets_check(hemo_forward_alias_parse, aliases, G_N_ELEMENTS(aliases));
}

static void
test_forwards(void)
{
    show_targets_check(hemo_forward_alias_parse_bare, forwards, G_N_ELEMENTS(forwards));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-alias/aliases", test_aliases);
    g_test_add_func("/forward-alias/forwards", test_forwards);
    return g_test_run();
}
