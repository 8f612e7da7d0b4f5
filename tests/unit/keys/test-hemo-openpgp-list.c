/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * All keys of an address, against a real gpg.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>

#define ANN "ann@example.org"

typedef struct {
    char *mine;
    char *theirs;
    HemoOpenpgp *openpgp;
} Homes;

static GPtrArray *
list(HemoOpenpgp *openpgp, const char *address, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_list_async(openpgp, address, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_list_finish(openpgp, result, error);
}

/* A key made in the past, so that it has run out by now. */
static void
make_expired(const Homes *homes, const char *address)
{
    g_autofree char *config = g_build_filename(homes->theirs, "gpg.conf", NULL);
    g_autofree char *fingerprint = NULL;

    g_assert_true(g_file_set_contents(config, "faked-system-time 20250501T120000\n", -1, NULL));
    fingerprint = gpg_home_make_key(homes->theirs, address, "2d");
    g_assert_no_errno(g_unlink(config));
    gpg_home_copy_key(homes->theirs, homes->mine, fingerprint);
}

static void
homes_set_up(Homes *homes, gconstpointer data)
{
    homes->mine = gpg_home_new();
    homes->theirs = gpg_home_new();
    homes->openpgp = hemo_openpgp_new(homes->mine);
}

static void
homes_tear_down(Homes *homes, gconstpointer data)
{
    hemo_openpgp_unref(homes->openpgp);
    gpg_home_free(homes->mine);
    gpg_home_free(homes->theirs);
}

/* All of them for exactly this address, the best first, an own one before all. */
static void
test_list(Homes *homes, gconstpointer data)
{
    static const HemoKeyState states[] = {HEMO_KEY_USABLE,
                                          HEMO_KEY_UNCONFIRMED,
                                          HEMO_KEY_EXPIRED};
    g_autofree char *own = NULL;
    g_autofree char *other = NULL;
    g_autofree char *alike = NULL;
    g_autoptr(GPtrArray) keys = NULL;
    g_autoptr(GPtrArray) none = NULL;
    g_autoptr(GError) error = NULL;

    make_expired(homes, ANN);
    other = gpg_home_make_key(homes->theirs, ANN, "0");
    gpg_home_copy_key(homes->theirs, homes->mine, other);
    own = gpg_home_make_key(homes->mine, ANN, "0");
    alike = gpg_home_make_key(homes->mine, "joann@example.org", "0");
    keys = list(homes->openpgp, ANN, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(keys->len, ==, G_N_ELEMENTS(states));
    for (guint i = 0; i < keys->len; i++)
        g_assert_cmpint(hemo_key_state(g_ptr_array_index(keys, i)), ==, states[i]);
    g_assert_cmpstr(hemo_key_fingerprint(g_ptr_array_index(keys, 0)), ==, own);
    g_assert_true(hemo_key_has_secret(g_ptr_array_index(keys, 0)));
    g_assert_cmpstr(hemo_key_fingerprint(g_ptr_array_index(keys, 1)), ==, other);
    none = list(homes->openpgp, "nn@example.org", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_null(list(homes->openpgp, "not an address", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/openpgp-list/list", Homes, NULL, homes_set_up, test_list, homes_tear_down);
    return g_test_run();
}
