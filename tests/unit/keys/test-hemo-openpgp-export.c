/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keys out of the user's ring, with a real gpg.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#define ANN "ann@example.org"

static GBytes *
take_out(HemoOpenpgp *openpgp, const char *fingerprint, gboolean armored, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_export_async(openpgp, fingerprint, armored, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_export_finish(openpgp, result, error);
}

static void
test_export(void)
{
    char *home = gpg_home_new();
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(home);
    g_autofree char *ann = gpg_home_make_key(home, ANN, "0");
    g_autofree char *missing = g_strnfill(40, 'A');
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) armor = take_out(openpgp, ann, TRUE, &error);
    g_autoptr(GBytes) binary = take_out(openpgp, ann, FALSE, &error);
    const char *bytes = NULL;
    gsize size = 0;

    g_assert_no_error(error);
    bytes = g_bytes_get_data(armor, &size);
    g_assert_true(g_strstr_len(bytes, (gssize)size, "BEGIN PGP PUBLIC KEY BLOCK") != NULL);
    bytes = g_bytes_get_data(binary, &size);
    g_assert_cmpuint((guint8)bytes[0] & 0x80, ==, 0x80);
    g_assert_null(take_out(openpgp, missing, TRUE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(take_out(openpgp, ANN, TRUE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    gpg_home_free(home);
}

static void
test_no_home(void)
{
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new("/nonexistent/gnupg");
    g_autofree char *print = g_strnfill(40, 'A');
    g_autoptr(GError) error = NULL;

    g_assert_null(take_out(openpgp, print, TRUE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-export/export", test_export);
    g_test_add_func("/openpgp-export/no-home", test_no_home);
    return g_test_run();
}
