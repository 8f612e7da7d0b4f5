/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-own-namespace.h"

#include <sched.h>

static void
test_unshared(void)
{
    if (g_test_subprocess()) {
        if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
            g_print("no right\n");
        else
            g_print(hemo_own_namespace_detect() ? "own\n" : "not own\n");
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed();
    g_test_trap_assert_stdout_unmatched("*not own*");
}

static void
test_stable(void)
{
    gboolean own = hemo_own_namespace_detect();

    g_assert_cmpint(hemo_own_namespace_detect(), ==, own);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/own-namespace/stable", test_stable);
    g_test_add_func("/own-namespace/unshared", test_unshared);
    return g_test_run();
}
