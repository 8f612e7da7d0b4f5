/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-input.h"

#include "hemo-cli-output.h"
#include "hemo-sealed-fd.h"
#include "run-verb.h"

#include <errno.h>
#include <unistd.h>

/* Prints what a reader of the sealed memory sees. */
static int
show(int argc, char **argv)
{
    GError *error = NULL;
    int fd = hemo_cli_input_open(argv[1], &error);
    g_autoptr(HemoSealedFd) map = fd >= 0 ? hemo_sealed_fd_map(fd, &error) : NULL;
    g_autofree char *text = NULL;

    if (map == NULL) {
        hemo_cli_output_error(error);
        return 2;
    }
    text = hemo_slice_dup(hemo_sealed_fd_slice(map));
    hemo_cli_output_line("%s", text);
    return 0;
}

static void
test_standard_input(void)
{
    const char *const words[] = {"show", "-", NULL};
    g_auto(RunVerb) run = run_verb(show, "from standard input", words);
    g_auto(RunVerb) empty = run_verb(show, NULL, words);

    g_assert_cmpint(run.status, ==, 0);
    g_assert_cmpstr(run.out, ==, "from standard input\n");
    g_assert_cmpstr(empty.out, ==, "\n");
}

static void
test_files(void)
{
    const RunVerbRow rows[] = {
        {{"show", run_verb_file("a", "hello")}, 0, "hello\n", NULL},
        {{"show", "/nowhere/at/all"}, 2, NULL, "hemostat: there is no such file\n"},
        {{"show", "/"}, 2, NULL, "hemostat: it is a folder, not a file\n"},
        {{"show", "/dev/zero"}, 2, NULL, "hemostat: it is too big for a mail\n"},
    };

    run_verb_check(show, rows, G_N_ELEMENTS(rows));
}

static void
test_words(void)
{
    g_autofree char *denied = hemo_cli_input_words(EACCES);
    g_autofree char *other = hemo_cli_input_words(EIO);

    g_assert_cmpstr(denied, ==, "you are not allowed to read it");
    g_assert_true(g_str_has_prefix(other, "it cannot be read: "));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-input/standard-input", test_standard_input);
    g_test_add_func("/cli-input/files", test_files);
    g_test_add_func("/cli-input/words", test_words);
    return g_test_run();
}
