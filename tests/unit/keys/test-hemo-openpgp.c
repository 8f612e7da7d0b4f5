/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A missing gpg or home must never look like "no keys".
 */
#include "hemo-openpgp-private.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>

static void
assert_missing(const char *home)
{
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_openpgp_new_context(openpgp, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

static void
test_there(void)
{
    char *home = gpg_home_new();
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autoptr(HemoOpenpgp) again = hemo_openpgp_ref(openpgp);
    g_autoptr(GError) error = NULL;
    gpgme_ctx_t context = hemo_openpgp_new_context(again, &error);

    g_assert_no_error(error);
    g_assert_cmpint(gpgme_get_offline(context), ==, 1);
    g_assert_cmpstr(hemo_openpgp_home(openpgp), ==, home);
    gpgme_release(context);
    gpg_home_free(home);
}

static void
test_no_home(void)
{
    g_autofree char *file = g_build_filename(g_get_tmp_dir(), "hemo-home-XXXXXX", NULL);
    int fd = g_mkstemp(file);

    g_assert_cmpint(fd, >=, 0);
    assert_missing("/nonexistent/gnupg");
    assert_missing(file);
    g_close(fd, NULL);
    g_unlink(file);
}

static void
test_users_own_home(void)
{
    if (g_test_subprocess()) {
        g_setenv("GNUPGHOME", "/nonexistent/gnupg", TRUE);
        assert_missing(NULL);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

static void
test_no_gpg(void)
{
    if (g_test_subprocess()) {
        g_setenv("PATH", "/nonexistent", TRUE);
        gpgme_set_global_flag("disable-gpgconf", "1");
        assert_missing(g_get_tmp_dir());
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp/there", test_there);
    g_test_add_func("/openpgp/no-home", test_no_home);
    g_test_add_func("/openpgp/users-own-home", test_users_own_home);
    g_test_add_func("/openpgp/no-gpg", test_no_gpg);
    return g_test_run();
}
