/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-link.h"

#include "hemo-error.h"
#include "run-verb.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

/* Where no agent can be started, that is said. */
static void
test_no_agent(void)
{
    g_autoptr(GError) error = NULL;

    run_verb_file("mark", "");
    g_assert_null(hemo_cli_keys_link_open(&error));
    g_assert_nonnull(error);
}

static void
test_fds(void)
{
    g_autoptr(GVariant) second = g_variant_ref_sink(g_variant_new_handle(1));
    g_autoptr(GVariant) third = g_variant_ref_sink(g_variant_new_handle(2));
    const int two[] = {STDIN_FILENO, STDERR_FILENO};
    g_autoptr(GError) error = NULL;
    GUnixFDList *list = hemo_cli_keys_link_fds(two, G_N_ELEMENTS(two), &error);
    int fd = hemo_cli_keys_link_take(g_object_ref(list), second, &error);

    g_assert_no_error(error);
    g_assert_cmpint(fd, >, STDERR_FILENO);
    close(fd);
    /* an answer that names what it did not bring */
    g_assert_cmpint(hemo_cli_keys_link_take(list, third, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-link/no-agent", test_no_agent);
    g_test_add_func("/cli-keys-link/fds", test_fds);
    return g_test_run();
}
