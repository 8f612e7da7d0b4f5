/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * In a process of its own: what is given up does not come back.
 */
#include "hemo-harden.h"

#include <glib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void
check_inside(void)
{
    struct rlimit limit = {1, 1};
    int pipes[2];

    hemo_harden_process();
    g_assert_no_errno(getrlimit(RLIMIT_CORE, &limit));
    g_assert_cmpuint(limit.rlim_max, ==, 0);
    g_assert_cmpint(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
    g_assert_cmpint(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), ==, 1);
    g_assert_cmpuint(umask(0), ==, 077);
    g_assert_no_errno(pipe(pipes));
    close(pipes[0]);
    g_assert_cmpint(write(pipes[1], "x", 1), ==, -1); /* and we are still here */
}

static void
test_harden(void)
{
    if (g_test_subprocess()) {
        check_inside();
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/harden/process", test_harden);
    return g_test_run();
}
