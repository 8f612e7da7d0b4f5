/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-gpgme-loop.h"

#include "gpg-home.h"

typedef struct {
    char *home;
    guint n_keys;
    guint n_ends;
    gpgme_error_t result;
    GMainLoop *loop;
} Place;

static void
on_key(gpgme_key_t key, gpointer data)
{
    ((Place *)data)->n_keys++;
    gpgme_key_unref(key);
}

static void
on_done(gpgme_error_t result, gpointer data)
{
    Place *place = data;

    place->n_ends++;
    place->result = result;
    g_main_loop_quit(place->loop);
}

static const HemoGpgmeHandler handler = {on_key, NULL, on_done};
static const HemoGpgmeHandler deaf_handler = {NULL, NULL, on_done};

static void
place_set_up(Place *place, gconstpointer data)
{
    place->home = gpg_home_new();
    place->loop = g_main_loop_new(NULL, FALSE);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpuint(place->n_ends, <=, 1);
    g_main_loop_unref(place->loop);
    gpg_home_free(place->home);
}

static HemoGpgmeLoop *
start_listing(Place *place, const HemoGpgmeHandler *with, GCancellable *cancellable)
{
    gpgme_ctx_t context = NULL;
    HemoGpgmeLoop *loop = NULL;

    gpgme_check_version(NULL);
    g_assert_cmpint(gpgme_new(&context), ==, 0);
    gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, NULL, place->home);
    loop = hemo_gpgme_loop_new(context, with, place);
    g_assert_true(hemo_gpgme_loop_context(loop) == context);
    hemo_gpgme_loop_begin(loop, gpgme_op_keylist_start(context, NULL, 0), cancellable);
    g_assert_cmpuint(place->n_ends, ==, 0);
    return loop;
}

static void
test_to_the_end(Place *place, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(place->home, "ann@example.org", "0");
    g_autofree char *bob = gpg_home_make_key(place->home, "bob@example.org", "0");
    HemoGpgmeLoop *loop = start_listing(place, data, NULL);

    g_main_loop_run(place->loop);
    g_assert_cmpint(place->result, ==, 0);
    g_assert_cmpuint(place->n_keys, ==, data == &handler ? 2 : 0);
    g_assert_cmpuint(place->n_ends, ==, 1);
    hemo_gpgme_loop_free(loop);
}

static void
test_cancelled(Place *place, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoGpgmeLoop *loop = start_listing(place, &handler, cancellable);

    g_cancellable_cancel(cancellable);
    g_main_loop_run(place->loop);
    g_assert_cmpint(gpgme_err_code(place->result), ==, GPG_ERR_CANCELED);
    hemo_gpgme_loop_free(loop);
}

/* Freed in the middle: silence, and no watch that fires later. */
static void
test_freed(Place *place, gconstpointer data)
{
    hemo_gpgme_loop_free(start_listing(place, &handler, NULL));
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpuint(place->n_ends, ==, 0);
    hemo_gpgme_loop_free(NULL);
}

/* A start that failed ends from the main loop as well, never from within the call. */
static void
test_bad_start(Place *place, gconstpointer data)
{
    gpgme_ctx_t context = NULL;
    HemoGpgmeLoop *loop = NULL;

    g_assert_cmpint(gpgme_new(&context), ==, 0);
    loop = hemo_gpgme_loop_new(context, &handler, place);
    hemo_gpgme_loop_begin(loop, gpgme_error(GPG_ERR_INV_VALUE), NULL);
    g_assert_cmpuint(place->n_ends, ==, 0);
    g_main_loop_run(place->loop);
    g_assert_cmpint(gpgme_err_code(place->result), ==, GPG_ERR_INV_VALUE);
    hemo_gpgme_loop_free(loop);
}

#define ADD(name, data, function)                                                              \
    g_test_add("/gpgme-loop/" name, Place, data, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("to-the-end", &handler, test_to_the_end);
    ADD("without-keys", &deaf_handler, test_to_the_end);
    ADD("cancelled", NULL, test_cancelled);
    ADD("freed", NULL, test_freed);
    ADD("bad-start", NULL, test_bad_start);
    return g_test_run();
}
