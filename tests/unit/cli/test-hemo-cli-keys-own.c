/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-own.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static const RunVerbRow rows[] = {
    {{"keys words"}, HEMO_CLI_USAGE, NULL, "hemostat: name one address\n"},
    {{"keys words", "--fresh", "nora@example.net"},
     HEMO_CLI_HELD,
     NULL,
     "hemostat: *Hemostat*\n"},
};

static void
test_words(void)
{
    run_verb_check(hemo_cli_keys_own_words, rows, G_N_ELEMENTS(rows));
}

/* A name or an address that no key can have is refused before gpg asks anything. */
static void
test_create(void)
{
    static const RunVerbRow create_rows[] = {
        {{"keys create"}, HEMO_CLI_USAGE, NULL, "hemostat: name one address\n"},
        {{"keys create", "nobody", "--name", "Ana"}, HEMO_CLI_HELD, NULL, "hemostat: *\n"},
        {{"keys create", "nora@example.com", "--name", "Nora"},
         HEMO_CLI_HELD,
         NULL,
         "hemostat: *an address of your accounts*\n"},
    };

    run_verb_check(hemo_cli_keys_own_create, create_rows, G_N_ELEMENTS(create_rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-own/words", test_words);
    g_test_add_func("/cli-keys-own/create", test_create);
    return g_test_run();
}
