/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-keyring.h"

#include "hemo-error.h"

#include <glib/gstdio.h>

typedef struct {
    char *folder;
    char *path;
    HemoKeyring *keyring;
    GAsyncResult *result;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->folder = g_dir_make_tmp("hemo-keyring-XXXXXX", NULL);
    place->path = g_build_filename(place->folder, "keyring", NULL);
    place->keyring = hemo_keyring_new_file(place->path);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    g_unlink(place->path);
    g_assert_no_errno(g_rmdir(place->folder));
    hemo_keyring_unref(place->keyring);
    g_free(place->folder);
    g_free(place->path);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    ((Place *)data)->result = g_object_ref(result);
}

static GAsyncResult *
wait_result(Place *place)
{
    while (place->result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return g_steal_pointer(&place->result);
}

static HemoSecret *
load(Place *place, const char *name, GCancellable *cancellable, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_keyring_load_async(place->keyring, name, cancellable, on_done, place);
    result = wait_result(place);
    return hemo_keyring_load_finish(place->keyring, result, error);
}

static gboolean
store(Place *place, const char *name, const char *text, GError **error)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(text));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_keyring_store_async(place->keyring, name, secret, NULL, on_done, place);
    result = wait_result(place);
    return hemo_keyring_store_finish(place->keyring, result, error);
}

static gboolean
remove_name(Place *place, const char *name, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_keyring_remove_async(place->keyring, name, NULL, on_done, place);
    result = wait_result(place);
    return hemo_keyring_remove_finish(place->keyring, result, error);
}

static void
test_life_of_a_secret(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret = NULL;

    g_assert_null(load(place, "state-key", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(store(place, "state-key", "one", &error));
    g_assert_true(store(place, "state-key", "two", &error));
    secret = load(place, "state-key", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hemo_secret_text(secret), ==, "two");
    g_assert_true(remove_name(place, "state-key", &error));
    g_assert_true(remove_name(place, "state-key", &error));
    g_assert_null(load(place, "state-key", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
}

static void
test_bad_names(Place *place, gconstpointer data)
{
    g_autofree char *long_name = g_strnfill(513, 'n');
    const char *const names[] = {"", "a b", "a\nb", "a\tb", "\x7f", "m\xc3\xbcller", long_name};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(load(place, names[i], NULL, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_clear_error(&error);
        g_assert_false(store(place, names[i], "one", &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_clear_error(&error);
        g_assert_false(remove_name(place, names[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

static void
test_cancelled(Place *place, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_assert_true(store(place, "state-key", "one", &error));
    g_cancellable_cancel(cancellable);
    g_assert_null(load(place, "state-key", cancellable, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
}

static void
on_counted(GObject *source, GAsyncResult *result, gpointer data)
{
    guint *pending = data;

    g_assert_true(hemo_keyring_store_finish(NULL, result, NULL));
    (*pending)--;
}

/* Many at once, as an agent does that saves its audit head after each mail. */
static void
test_stores_side_by_side(Place *place, gconstpointer data)
{
    guint pending = 0;

    for (guint i = 0; i < 20; i++) {
        g_autofree char *name = g_strdup_printf("smtp:mail.example.org:587:user%u", i);
        g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(name));

        hemo_keyring_store_async(place->keyring, name, secret, NULL, on_counted, &pending);
        pending++;
    }
    while (pending > 0)
        g_main_context_iteration(NULL, TRUE);
    for (guint i = 0; i < 20; i++) {
        g_autofree char *name = g_strdup_printf("smtp:mail.example.org:587:user%u", i);
        g_autoptr(HemoSecret) secret = load(place, name, NULL, NULL);

        g_assert_nonnull(secret);
        g_assert_cmpstr(hemo_secret_text(secret), ==, name);
    }
}

#define ADD(name, function)                                                                    \
    g_test_add("/keyring/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("life-of-a-secret", test_life_of_a_secret);
    ADD("bad-names", test_bad_names);
    ADD("cancelled", test_cancelled);
    ADD("stores-side-by-side", test_stores_side_by_side);
    return g_test_run();
}
