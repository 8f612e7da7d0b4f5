/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What gpg's agent keeps, and that it keeps it no longer.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"

#include <string.h>

/* The column "cached" of the one key that the agent has. */
static gboolean
is_kept(const char *home)
{
    g_autoptr(GSubprocess) process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                                      NULL,
                                                      "gpg-connect-agent",
                                                      "--homedir",
                                                      home,
                                                      "keyinfo --list",
                                                      "/bye",
                                                      NULL);
    g_autofree char *output = NULL;

    g_assert_true(g_subprocess_communicate_utf8(process, NULL, NULL, &output, NULL, NULL));
    g_assert_nonnull(strstr(output, "S KEYINFO "));
    return strstr(output, " D - - 1 ") != NULL;
}

static void
test_passphrase(void)
{
    char *home = gpg_home_new();
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    const char *const commands[] = {"--quick-gen-key", "--local-user"};
    const char *const rest[][4] = {{"ann@example.org", "ed25519", "sign", "0"},
                                   {"ann@example.org", "--armor", "--detach-sign", "-"}};

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *output = gpg_home_run(home,
                                               "",
                                               "--pinentry-mode",
                                               "loopback",
                                               "--passphrase",
                                               "secret words",
                                               commands[i],
                                               rest[i][0],
                                               rest[i][1],
                                               rest[i][2],
                                               rest[i][3],
                                               NULL);
    }
    g_assert_true(is_kept(home));
    hemo_openpgp_forget(openpgp);
    while (is_kept(home))
        g_main_context_iteration(NULL, FALSE);
    gpg_home_free(home);
}

/* No agent: none is started for it. */
static void
test_no_agent(void)
{
    char *home = gpg_home_new();
    g_autofree char *path = g_build_filename(home, "S.gpg-agent", NULL);
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autoptr(HemoOpenpgp) nowhere = hemo_openpgp_new("/nonexistent/gnupg");

    hemo_openpgp_forget(openpgp);
    hemo_openpgp_forget(nowhere);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    gpg_home_free(home);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-forget/passphrase", test_passphrase);
    g_test_add_func("/openpgp-forget/no-agent", test_no_agent);
    return g_test_run();
}
