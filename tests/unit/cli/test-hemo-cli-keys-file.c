/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-file.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define AGENT "hemostat: *Hemostat*\n"

/* Run below: the files are made first. */
static void
test_import(void)
{
    const char *key = run_verb_file("nora.asc", "a key");
    const char *own = run_verb_file("own.p12", "\x30\x82\x09\x01\x02\x01\x03\x30");
    const char *passphrase = run_verb_file("passphrase", "birch 7\n");
    const RunVerbRow rows[] = {
        {{"keys import"}, HEMO_CLI_USAGE, NULL, "hemostat: name one file*\n"},
        {{"keys import", "/nowhere/nora.asc"},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere/nora.asc: there is no such file\n"},
        {{"keys import", key}, HEMO_CLI_HELD, NULL, AGENT},
        {{"keys import", own}, HEMO_CLI_UNREADABLE, NULL, "hemostat: *--passphrase-file\n"},
        {{"keys import", own, "--passphrase-file", passphrase}, HEMO_CLI_HELD, NULL, AGENT},
        /* of two files the one is named that is missing */
        {{"keys import", own, "--passphrase-file", "/nowhere/words"},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: /nowhere/words: there is no such file\n"},
    };

    run_verb_check(hemo_cli_keys_file_import, rows, G_N_ELEMENTS(rows));
}

static void
test_export(void)
{
    const char *there = run_verb_file("there.asc", "a key");
    const RunVerbRow rows[] = {
        {{"keys export", "nora@example.net", "--kind", "pgp"},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: say --kind openpgp or smime\n"},
        {{"keys export", "nora@example.net", "--kind", "smime", "--out", there},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: *is there already*\n"},
        {{"keys export", "nora@example.net", "--out", "/nowhere/x"},
         HEMO_CLI_USAGE,
         NULL,
         "hemostat: /nowhere/x cannot be written: its folder is not there*\n"},
        {{"keys export"}, HEMO_CLI_USAGE, NULL, "hemostat: name one address\n"},
        {{"keys export", "nora@example.net", "0123"}, HEMO_CLI_USAGE, NULL, "*no whole*"},
        {{"keys export", "nora@example.net"}, HEMO_CLI_HELD, NULL, AGENT},
    };

    run_verb_check(hemo_cli_keys_file_export, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-file/import", test_import);
    g_test_add_func("/cli-keys-file/export", test_export);
    return g_test_run();
}
