/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-backup.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define AGENT "hemostat: *Hemostat*\n"

static void
test_backup(void)
{
    const char *passphrase = run_verb_file("passphrase", "birch 7\n");
    const char *empty = run_verb_file("empty", "\n");
    g_autofree char *fresh = g_strconcat(passphrase, ".backup", NULL);
    const RunVerbRow rows[] = {
        {{"keys backup"}, HEMO_CLI_USAGE, NULL, "hemostat: --out is needed\n"},
        {{"keys backup", "--out", empty}, HEMO_CLI_USAGE, NULL, "*is there already*\n"},
        {{"keys backup", "--out", "/nowhere/x"},
         HEMO_CLI_USAGE,
         NULL,
         "*its folder is not there; make it first\n"},
        {{"keys backup", "--out", fresh}, HEMO_CLI_UNREADABLE, NULL, "*--passphrase-file\n"},
        {{"keys backup", "--out", fresh, "--passphrase-file", empty},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: the passphrase is empty\n"},
        {{"keys backup", "--out", fresh, "--passphrase-file", passphrase},
         HEMO_CLI_HELD,
         NULL,
         AGENT},
    };

    run_verb_check(hemo_cli_keys_backup_run, rows, G_N_ELEMENTS(rows));
    g_assert_false(g_file_test(fresh, G_FILE_TEST_EXISTS));
}

static void
test_restore(void)
{
    const char *passphrase = run_verb_file("passphrase", "birch 7\n");
    const RunVerbRow rows[] = {
        {{"keys restore", "/nowhere/x", "--passphrase-file", passphrase},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere/x: there is no such file\n"},
        {{"keys restore", passphrase, "--passphrase-file", "/nowhere/words"},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere/words: there is no such file\n"},
        {{"keys restore", passphrase}, HEMO_CLI_UNREADABLE, NULL, "*--passphrase-file\n"},
        {{"keys restore", passphrase, "--passphrase-file", passphrase},
         HEMO_CLI_HELD,
         NULL,
         AGENT},
    };

    run_verb_check(hemo_cli_keys_backup_restore, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-backup/backup", test_backup);
    g_test_add_func("/cli-keys-backup/restore", test_restore);
    return g_test_run();
}
