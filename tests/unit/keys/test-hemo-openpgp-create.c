/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A person's own key, made by a real gpg whose agent asks for the passphrase.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define ANN "ann@example.org"
#define DAY (24 * 60 * 60)

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

static HemoKey *
create(Place *place, const char *name, const char *address, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_create_async(place->openpgp, name, address, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_create_finish(place->openpgp, result, error);
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

/* Made, usable at once, for two years, and once only. */
static void
test_life(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKey) key = NULL;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    gpg_home_set_answer(place->home, "correct horse");
    key = create(place, " Ann Example ", "Ann@Example.org", &error);
    g_assert_no_error(error);
    g_assert_cmpint(hemo_key_state(key), ==, HEMO_KEY_USABLE);
    g_assert_true(hemo_key_has_secret(key));
    g_assert_cmpint(hemo_key_expires(key), >, now + 729 * DAY);
    g_assert_cmpint(hemo_key_expires(key), <, now + 732 * DAY);
    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_USABLE);
    g_assert_null(create(place, "Ann Example", "Ann@Example.org", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
test_names(Place *place, gconstpointer data)
{
    static const char *const bad[] = {
        "Ann <bob@example.org>",
        "Ann (doctor)",
        "Ann\nBob",
        "Ann\xff",
        "bob@example.org",
    };
    g_autoptr(HemoKey) key = NULL;
    g_autoptr(GError) error = NULL;

    gpg_home_set_answer(place->home, "correct horse");
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_null(create(place, bad[i], ANN, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_clear_error(&error);
    }
    g_assert_null(create(place, "Ann", "not an address", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    key = create(place, "", ANN, &error);
    g_assert_no_error(error);
    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_USABLE);
}

/* The person closes the question for a passphrase: no key, and nothing usable. */
static void
test_given_up(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    gpg_home_set_answer(place->home, NULL);
    g_assert_null(create(place, "Ann", ANN, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_assert_cmpint(state_of(place, ANN), ==, HEMO_KEY_BROKEN);
}

static void
test_no_question(Place *place, gconstpointer data)
{
    g_autofree char *config = g_build_filename(place->home, "gpg-agent.conf", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(
        g_file_set_contents(config, "pinentry-program /nonexistent/pinentry\n", -1, NULL));
    g_assert_null(create(place, "Ann", ANN, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-create/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("life", test_life);
    ADD("names", test_names);
    ADD("given-up", test_given_up);
    ADD("no-question", test_no_question);
    return g_test_run();
}
