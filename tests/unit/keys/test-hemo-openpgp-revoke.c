/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The end of a person's own key, by the certificate that a real gpg made for it.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define ANN "ann@example.org"

typedef struct {
    char *home;
    HemoOpenpgp *openpgp;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->home = gpg_home_new();
    place->openpgp = hemo_openpgp_new(place->home);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_openpgp_unref(place->openpgp);
    gpg_home_free(place->home);
}

static gboolean
withdraw(Place *place, const char *fingerprint, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_revoke_async(place->openpgp, fingerprint, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_revoke_finish(place->openpgp, result, error);
}

static HemoKeyState
state_of(Place *place, const char *address)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HemoKey) key = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_find_async(place->openpgp, address, FALSE, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    key = hemo_openpgp_find_finish(place->openpgp, result, NULL);
    return key != NULL ? hemo_key_state(key) : HEMO_KEY_BROKEN;
}

static void
test_withdrawn(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, ANN, "0");
    g_autofree char *lower = g_ascii_strdown(ann, -1);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_USABLE);
    g_assert_true(withdraw(place, lower, &error));
    g_assert_no_error(error);
    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_REVOKED);
    g_assert_true(withdraw(place, ann, &error)); /* once more is fine */
}

/* No certificate, another key's certificate, or no such key: nothing is withdrawn. */
static void
test_other_certificates(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(place->home, "bob@example.org", "0");
    g_autofree char *hers = g_strdup_printf("%s/openpgp-revocs.d/%s.rev", place->home, ann);
    g_autofree char *his = g_strdup_printf("%s/openpgp-revocs.d/%s.rev", place->home, bob);
    g_autofree char *missing = g_strnfill(40, 'A');
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(g_unlink(hers));
    g_assert_false(withdraw(place, ann, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(withdraw(place, missing, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(withdraw(place, "../../x", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_true(
        g_file_set_contents(hers, ":-----BEGIN PGP PUBLIC KEY BLOCK-----\n", -1, NULL));
    g_assert_false(withdraw(place, ann, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_cmpint(state_of(place, "bob@example.org"), ==, HEMO_KEY_USABLE);
    g_assert_no_errno(g_rename(his, hers));
    g_assert_false(withdraw(place, ann, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_USABLE);
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-revoke/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("withdrawn", test_withdrawn);
    ADD("other-certificates", test_other_certificates);
    return g_test_run();
}
