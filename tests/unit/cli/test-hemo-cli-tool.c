/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-tool.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "hemo-slice.h"

#include <unistd.h>

static void
test_run(void)
{
    static const char *const words[] = {"cat", "/dev/fd/10", "/dev/fd/11", NULL};
    const HemoSlice texts[] = {hemo_slice_text("one "), hemo_slice_text("two")};
    HemoCliTool tool = {.words = words, .n_fds = 2};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) out = NULL;
    int status = -1;

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        tool.fds[i] = hemo_sealed_fd_new(&texts[i], 1, NULL);
    out = hemo_cli_tool_run(&tool, &status, &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
    g_assert_true(hemo_slice_equal(hemo_slice_bytes(out), hemo_slice_text("one two")));
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        close(tool.fds[i]);
}

/* What it said last is what a person gets to read. */
static void
test_fails(void)
{
    static const char *const words[] = {"sh",
                                        "-c",
                                        "echo first >&2; echo it is broken >&2; exit 13",
                                        NULL};
    const HemoCliTool tool = {.words = words};
    g_autoptr(GError) error = NULL;
    int status = 0;

    g_assert_null(hemo_cli_tool_run(&tool, &status, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
    g_assert_cmpstr(error->message, ==, "sh: it is broken");
    g_assert_cmpint(status, ==, 13);
}

static void
test_missing(void)
{
    static const char *const words[] = {"hemostat-no-such-program", NULL};
    const HemoCliTool tool = {.words = words};
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_cli_tool_is_there(words[0]));
    g_assert_null(hemo_cli_tool_run(&tool, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-tool/run", test_run);
    g_test_add_func("/cli-tool/fails", test_fails);
    g_test_add_func("/cli-tool/missing", test_missing);
    return g_test_run();
}
