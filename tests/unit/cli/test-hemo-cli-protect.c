/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-protect.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define ARGUMENTS                                                                              \
    "--account=c", "--from=ana@example.org", "--to=bo@example.org", "--out=/nowhere"

/* There is no agent here: nothing is judged, so nothing may go. */
static void
test_rows(void)
{
    const char *mail = run_verb_file("mail.eml", "Subject: x\n\ny\n");
    const RunVerbRow rows[] = {
        {{"protect", ARGUMENTS, mail}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
        {{"protect", "--json", ARGUMENTS, mail}, HEMO_CLI_HELD, NULL, "hemostat: *Hemostat*\n"},
        {{"protect", ARGUMENTS, "/nowhere"},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere: there is no such file\n"},
        {{"protect", ARGUMENTS}, HEMO_CLI_USAGE, NULL, "hemostat: name one file*\n"},
        {{"protect", ARGUMENTS, "--secretly", mail},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: *--secretly\n"},
        {{"protect", "--account=c", "--from=a@example.org", mail},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: --out FOLDER is needed\n"},
        /* one complaint at a time */
        {{"protect", "--from=a@example.org", mail},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: --account and --from are needed\n"},
    };

    run_verb_check(hemo_cli_protect, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-protect/rows", test_rows);
    return g_test_run();
}
