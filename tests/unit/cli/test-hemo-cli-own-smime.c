/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-own-smime.h"

#include "hemo-mail-account.h"
#include "hemo-sealed-fd.h"
#include "hemo-slice.h"
#include "run-verb.h"

#include <unistd.h>

static void
test_find(void)
{
    g_autoptr(HemoCliOwnSmime) own = hemo_cli_own_smime_new();

    hemo_cli_own_smime_add(own, "Ana.Ruiz@example.org", "01", FALSE);
    g_assert_null(hemo_cli_own_smime_find(own, "ana.ruiz@example.org"));
    hemo_cli_own_smime_add(own, "Ana.Ruiz@example.org", "ab", TRUE);
    hemo_cli_own_smime_add(own, "Ana.Ruiz@example.org", "cd", TRUE);
    g_assert_cmpstr(hemo_cli_own_smime_find(own, "ana.ruiz@example.org"), ==, "AB");
    g_assert_null(hemo_cli_own_smime_find(own, "nora@example.net"));
}

static void
test_no_agent(void)
{
    g_autoptr(GPtrArray) accounts = hemo_mail_account_array();
    g_autoptr(HemoCliOwnSmime) own = NULL;

    run_verb_file("mark", "");
    own = hemo_cli_own_smime_load(accounts);
    g_assert_cmpuint(own->items->len, ==, 0);
    g_assert_nonnull(own->obstacle);
}

/* Nobody can guess it, and no two are alike. */
static void
test_passphrase(void)
{
    int fds[] = {hemo_cli_own_smime_passphrase(NULL), hemo_cli_own_smime_passphrase(NULL)};
    g_autoptr(HemoSealedFd) one = hemo_sealed_fd_map(fds[0], NULL);
    g_autoptr(HemoSealedFd) two = hemo_sealed_fd_map(fds[1], NULL);

    g_assert_cmpuint(hemo_sealed_fd_slice(one).size, ==, 32);
    g_assert_false(hemo_slice_equal(hemo_sealed_fd_slice(one), hemo_sealed_fd_slice(two)));
    close(fds[0]);
    close(fds[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-own-smime/find", test_find);
    g_test_add_func("/cli-own-smime/no-agent", test_no_agent);
    g_test_add_func("/cli-own-smime/passphrase", test_passphrase);
    return g_test_run();
}
