/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keys into the user's ring, with a real gpg.
 */
#include "hemo-openpgp.h"

#include "gpg-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define ANN     "ann@example.org"
#define AT_ONCE 6

typedef struct {
    char *mine;
    char *theirs;
    HemoOpenpgp *openpgp;
} Homes;

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

static GBytes *
take_out(const char *home, const char *command, const char *what)
{
    char *armor = gpg_home_run(home, NULL, "--armor", command, what, NULL);

    return g_bytes_new_take(armor, strlen(armor));
}

static gboolean
import(HemoOpenpgp *openpgp, GBytes *material, const char *fingerprint, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_import_async(openpgp, material, fingerprint, NULL, gpg_wait_done, &wait);
    result = gpg_wait(&wait);
    return hemo_openpgp_import_finish(openpgp, result, error);
}

static char *
list_ring(const char *home)
{
    return gpg_home_run(home, NULL, "--with-colons", "--list-keys", NULL);
}

/* Only the key that was named, and nobody trusts it more than before. */
static void
test_one_of_two(Homes *homes, gconstpointer data)
{
    g_autofree char *own = gpg_home_make_key(homes->mine, "own@example.org", "0");
    g_autofree char *ann = gpg_home_make_key(homes->theirs, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    g_autoptr(GBytes) both = take_out(homes->theirs, "--export", "example.org");
    g_autofree char *before = gpg_home_run(homes->mine, NULL, "--export-ownertrust", NULL);
    g_autofree char *lower = g_ascii_strdown(ann, -1);
    g_autofree char *after = NULL;
    g_autofree char *ring = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(import(homes->openpgp, both, lower, &error));
    g_assert_no_error(error);
    g_assert_true(import(homes->openpgp, both, ann, &error));
    ring = list_ring(homes->mine);
    g_assert_nonnull(strstr(ring, ann));
    g_assert_null(strstr(ring, bob));
    after = gpg_home_run(homes->mine, NULL, "--export-ownertrust", NULL);
    g_assert_cmpstr(strchr(after, '\n'), ==, strchr(before, '\n'));
}

static void
test_refused(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(homes->theirs, ANN, "0");
    g_autofree char *bob = gpg_home_make_key(homes->theirs, "bob@example.org", "0");
    g_autoptr(GBytes) hers = take_out(homes->theirs, "--export", ann);
    g_autoptr(GBytes) secret = take_out(homes->theirs, "--export-secret-keys", ann);
    g_autoptr(GBytes) garbage = g_bytes_new_static("garbage", 7);
    const struct {
        GBytes *material;
        const char *fingerprint;
        int code;
    } cases[] = {
        {hers, bob, HEMO_ERROR_UNTRUSTED},
        {hers, ANN, HEMO_ERROR_INVALID},
        {hers, "", HEMO_ERROR_INVALID},
        {hers, ann + 8, HEMO_ERROR_INVALID},
        {secret, ann, HEMO_ERROR_INVALID},
        {garbage, ann, HEMO_ERROR_INVALID},
    };
    g_autofree char *ring = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(import(homes->openpgp, cases[i].material, cases[i].fingerprint, &error));
        g_assert_error(error, HEMO_ERROR, cases[i].code);
    }
    ring = list_ring(homes->mine);
    g_assert_null(strstr(ring, ann));
}

/* Several at once do not lose one another's key. */
static void
test_at_once(Homes *homes, gconstpointer data)
{
    GpgWait waits[AT_ONCE] = {{NULL}};
    g_autoptr(GPtrArray) prints = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GBytes) all = NULL;
    g_autofree char *ring = NULL;

    for (guint i = 0; i < AT_ONCE; i++) {
        g_autofree char *address = g_strdup_printf("p%u@example.org", i);

        g_ptr_array_add(prints, gpg_home_make_key(homes->theirs, address, "0"));
    }
    all = take_out(homes->theirs, "--export", "example.org");
    for (guint i = 0; i < AT_ONCE; i++)
        hemo_openpgp_import_async(homes->openpgp,
                                  all,
                                  g_ptr_array_index(prints, i),
                                  NULL,
                                  gpg_wait_done,
                                  &waits[i]);
    for (guint i = 0; i < AT_ONCE; i++) {
        g_autoptr(GAsyncResult) result = gpg_wait(&waits[i]);
        g_autoptr(GError) error = NULL;

        gboolean done = hemo_openpgp_import_finish(homes->openpgp, result, &error);

        g_assert_no_error(error);
        g_assert_true(done);
    }
    ring = list_ring(homes->mine);
    for (guint i = 0; i < AT_ONCE; i++)
        g_assert_nonnull(strstr(ring, g_ptr_array_index(prints, i)));
}

/* A person's first key: there is no folder for it yet. */
static void
test_first_key(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(homes->theirs, ANN, "0");
    g_autoptr(GBytes) hers = take_out(homes->theirs, "--export", ann);
    g_autofree char *path = g_build_filename(homes->mine, "new", NULL);
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(path);
    g_autoptr(GError) error = NULL;
    GStatBuf status;

    g_assert_true(import(openpgp, hers, ann, &error));
    g_assert_no_error(error);
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0700);
}

static void
test_cancelled(Homes *homes, gconstpointer data)
{
    g_autofree char *ann = gpg_home_make_key(homes->theirs, ANN, "0");
    g_autoptr(GBytes) hers = take_out(homes->theirs, "--export", ann);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    GpgWait wait = {NULL};

    hemo_openpgp_import_async(homes->openpgp, hers, ann, cancellable, gpg_wait_done, &wait);
    g_cancellable_cancel(cancellable);
    result = gpg_wait(&wait);
    g_assert_false(hemo_openpgp_import_finish(homes->openpgp, result, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
}

#define ADD(name, function)                                                                    \
    g_test_add("/openpgp-import/" name, Homes, NULL, homes_set_up, function, homes_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("one-of-two", test_one_of_two);
    ADD("refused", test_refused);
    ADD("at-once", test_at_once);
    ADD("first-key", test_first_key);
    ADD("cancelled", test_cancelled);
    return g_test_run();
}
