/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-forward-thunderbird.h"

#include "show-targets.h"

#define HEAD "version=\"9\"\nlogging=\"no\"\n"

static const ShowTargetsRow rows[] = {
    {HEAD "name=\"x\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Forward\"\n"
          "actionValue=\"a@example.org\"\ncondition=\"AND (subject,contains,lab)\"\n",
     "6a a@example.org\n"},
    {"name=\"x\"\r\nenabled=\"yes\"\r\naction=\"Forward\"\r\n"
     "actionValue=\"\\\"A, B\\\" <a@example.org>, b@example.net\"\r\n",
     "3a a@example.org\n3a b@example.net\n"},
    {"name=\"x\"\nenabled=\"yes\"\naction=\"Mark read\"\naction=\"Forward\"\n"
     "actionValue=\"a@example.org\"\naction=\"Stop execution\"\n",
     "4a a@example.org\n"},
    {"name=\"x\"\naction=\"Reply\"\nactionValue=\"mailbox://nobody@Local%20Folders/T\"\n",
     "2v Reply\n"},
    /* only rules that are on, and the next rule is on again until it says otherwise */
    {"name=\"x\"\nenabled=\"no\"\naction=\"Forward\"\nactionValue=\"a@example.org\"\n"
     "name=\"y\"\nenabled=\"yes\"\naction=\"Forward\"\nactionValue=\"b@example.org\"\n",
     "7a b@example.org\n"},
    /* the word elsewhere */
    {"name=\"Forward\"\nenabled=\"yes\"\naction=\"Move to folder\"\n"
     "actionValue=\"mailbox://nobody@Local%20Folders/Forward\"\n",
     ""},
    /* an add-on's action: nobody can tell */
    {"name=\"x\"\naction=\"Custom\"\ncustomId=\"x@example.org#run\"\n", "2p Custom\n"},
    {"name=\"x\"\naction=\"Forward\"\n", "2? Forward\n"},
    {"name=\"x\"\naction=\"Forward\"\naction=\"Delete\"\nactionValue=\"a@example.org\"\n",
     "2? Forward\n"},
    {"name=\"x\"\naction=\"Forward\"\nactionValue=\"nobody\"\n", "2? nobody\n"},
    /* other formats: never nothing */
    {"a@example.org\n", "1? a@example.org\n"},
    {"redirect \"a@example.org\";", "1? redirect \"a@example.org\";\n"},
    {HEAD, ""},
    {"", ""},
};

static void
test_rows(void)
{
    show_targets_check(hemo_forward_thunderbird_parse, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward-thunderbird/rows", test_rows);
    return g_test_run();
}
