/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-output.h"

#include "run-verb.h"

#include <fcntl.h>
#include <unistd.h>

static int
print(int argc, char **argv)
{
    GError *error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_FAILED, "it failed");
    g_autoptr(GVariant) object =
        g_variant_ref_sink(g_variant_new_parsed("{'l': <['x', 'y']>}"));

    hemo_cli_output_object(g_variant_new_parsed("{'a': <'Jos\xc3\xa9'>}"));
    hemo_cli_output_line("a %s", "b");
    hemo_cli_output_line("%s", "red \x1b[31m \xc2\x9b and \na line \xc3\xa9 ?\xc3\xa9");
    hemo_cli_output_texts(object, "l", "  ");
    hemo_cli_output_texts(object, "none", "  ");
    hemo_cli_output_complaint("%d words", 2);
    hemo_cli_output_error(error);
    return hemo_cli_output_flush() ? 0 : 1;
}

/* JSON is UTF-8 whatever the locale; nobody's words steer the terminal or make a line. */
static void
test_print(void)
{
    const char *const words[] = {"print", NULL};
    g_auto(RunVerb) run = run_verb(print, NULL, words);

    g_assert_cmpint(run.status, ==, 0);
    g_assert_cmpstr(run.out,
                    ==,
                    "{\"a\":\"Jos\xc3\xa9\"}\na b\n"
                    "red ?[31m ?? and ?a line \xc3\xa9 ?\xc3\xa9\n  x\n  y\n");
    g_assert_cmpstr(run.said, ==, "hemostat: 2 words\nhemostat: it failed\n");
}

static int
print_to_full_disk(int argc, char **argv)
{
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

    dup2(full, STDOUT_FILENO);
    hemo_cli_output_line("lost");
    return hemo_cli_output_flush() ? 0 : 1;
}

static void
test_full(void)
{
    const char *const words[] = {"print", NULL};
    g_auto(RunVerb) run = run_verb(print_to_full_disk, NULL, words);

    g_assert_cmpint(run.status, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-output/print", test_print);
    g_test_add_func("/cli-output/full", test_full);
    return g_test_run();
}
