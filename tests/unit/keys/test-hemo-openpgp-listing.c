/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What gpg lists, as it is.
 */
#include "hemo-openpgp-listing.h"

#include "gpg-home.h"
#include "hemo-error.h"

static GPtrArray *
list(HemoOpenpgp *openpgp, const char *pattern, gboolean need_secret, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_listing_async(openpgp, pattern, need_secret, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_listing_finish(result, error);
}

static void
assert_length(HemoOpenpgp *openpgp, const char *pattern, gboolean need_secret, guint wanted)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) keys = list(openpgp, pattern, need_secret, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(keys->len, ==, wanted);
}

static void
test_patterns(void)
{
    char *mine = gpg_home_new();
    char *theirs = gpg_home_new();
    g_autofree char *ann = gpg_home_make_key(mine, "ann@example.org", "0");
    g_autofree char *bob = gpg_home_make_key(theirs, "bob@example.org", "0");
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(mine);
    g_autoptr(GPtrArray) all = NULL;

    gpg_home_copy_key(theirs, mine, bob);
    assert_length(openpgp, NULL, FALSE, 2);
    assert_length(openpgp, NULL, TRUE, 1);
    assert_length(openpgp, ann, FALSE, 1);
    assert_length(openpgp, bob, TRUE, 0);
    assert_length(openpgp, "<cyd@example.org>", FALSE, 0);
    all = list(openpgp, NULL, FALSE, NULL);
    g_assert_cmpstr(hemo_openpgp_listing_find(all, bob)->uids->address, ==, "bob@example.org");
    g_assert_null(hemo_openpgp_listing_find(all, bob + 1));
    gpg_home_free(mine);
    gpg_home_free(theirs);
}

static void
test_no_home(void)
{
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new("/nonexistent/gnupg");
    g_autoptr(GError) error = NULL;

    g_assert_null(list(openpgp, NULL, FALSE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-listing/patterns", test_patterns);
    g_test_add_func("/openpgp-listing/no-home", test_no_home);
    return g_test_run();
}
