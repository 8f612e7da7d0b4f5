/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-option.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

/* Tells what was parsed; the first word chooses what may be left over. */
static int
parse(int argc, char **argv)
{
    gboolean deep = FALSE;
    gboolean json = TRUE;
    g_auto(GStrv) rest = NULL;
    g_autofree char *joined = NULL;
    const GOptionEntry entries[] = {
        {"deep", 0, 0, G_OPTION_ARG_NONE, &deep, "Look deeper", NULL},
        {NULL},
    };
    HemoCliOptionVerb verb = {"Looks.", entries, HEMO_CLI_OPTION_FILES};

    if (g_str_equal(argv[0], "one"))
        verb.rest = HEMO_CLI_OPTION_FILE;
    if (g_str_equal(argv[0], "none"))
        verb.rest = HEMO_CLI_OPTION_NOTHING;
    if (!hemo_cli_option_parse(argc, argv, &verb, &json, &rest))
        return rest == NULL ? HEMO_CLI_USAGE : 99;
    joined = rest != NULL ? g_strjoinv("|", rest) : g_strdup("-");
    hemo_cli_output_line("%d %d %s", deep, json, joined);
    return HEMO_CLI_GOOD;
}

static const RunVerbRow rows[] = {
    {{"many", "a", "--json", "-", "b"}, HEMO_CLI_GOOD, "0 1 a|-|b\n", NULL},
    {{"many", "--deep", "--", "--json"}, HEMO_CLI_GOOD, "1 0 --json\n", NULL},
    {{"many"}, HEMO_CLI_USAGE, NULL, "hemostat: name a file, or - for standard input\n"},
    {{"many", "--wide", "a"}, HEMO_CLI_USAGE, NULL, "hemostat: *--wide\n"},
    {{"one", "a"}, HEMO_CLI_GOOD, "0 0 a\n", NULL},
    {{"one", "a", "b"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: name one file, or - for standard input\n"},
    {{"none", "--json"}, HEMO_CLI_GOOD, "0 1 -\n", NULL},
    {{"none", "a"}, HEMO_CLI_USAGE, NULL, "hemostat: only options are expected here\n"},
    {{"one", "--help"},
     HEMO_CLI_GOOD,
     "*hemostat one*FILE*Looks.*--deep*Look deeper*--json*",
     NULL},
};

static void
test_rows(void)
{
    run_verb_check(parse, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-option/rows", test_rows);
    return g_test_run();
}
