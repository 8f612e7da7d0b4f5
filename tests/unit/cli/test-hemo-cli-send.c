/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-send.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define ARGUMENTS "--account=c", "--from=ana@example.org", "--to=bo@example.org"

/* There is no agent here: nothing is judged, so nothing may go. */
static void
test_rows(void)
{
    const char *mail = run_verb_file("mail.eml", "Subject: x\n\ny\n");
    const RunVerbRow rows[] = {
        {{"send", ARGUMENTS, mail},
         HEMO_CLI_HELD,
         "Held: nothing was sent.\n",
         "hemostat: *Hemostat*\n"},
        {{"send", "--json", ARGUMENTS, mail}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
        {{"send", ARGUMENTS, "/nowhere"},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere: there is no such file\n"},
        {{"send", ARGUMENTS}, HEMO_CLI_USAGE, NULL, "hemostat: name one file*\n"},
        {{"send", ARGUMENTS, "--secretly", mail},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: *--secretly\n"},
    };

    run_verb_check(hemo_cli_send, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-send/rows", test_rows);
    return g_test_run();
}
