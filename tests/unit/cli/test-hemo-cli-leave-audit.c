/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-leave-audit.h"

#include "run-verb.h"

/* Where the audit cannot be had, no file says that there was none. */
static void
test_no_agent(void)
{
    g_autofree char *folder = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *file = g_build_filename(folder, "audit.jsonl", NULL);
    g_autoptr(GError) error = NULL;
    guint64 newest = 0;

    g_assert_false(hemo_cli_leave_audit_write(folder, FALSE, &newest, &error));
    g_assert_nonnull(error);
    g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-leave-audit/no-agent", test_no_agent);
    return g_test_run();
}
