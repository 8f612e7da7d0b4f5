/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-private-file.h"

#include "hemo-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top;
    char *folder;
    char *path;
    char *new_path;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-file-XXXXXX", NULL);
    place->folder = g_build_filename(place->top, "state", NULL);
    place->path = g_build_filename(place->folder, "keyring", NULL);
    place->new_path = g_strconcat(place->path, ".new", NULL);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    g_unlink(place->path);
    g_unlink(place->new_path);
    if (g_rmdir(place->folder) != 0)
        g_unlink(place->folder);
    g_assert_no_errno(g_rmdir(place->top));
    g_free(place->top);
    g_free(place->folder);
    g_free(place->path);
    g_free(place->new_path);
}

static void
write_text(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(path, &error);

    g_assert_no_error(error);
    g_assert_true(hemo_private_file_lock(file, &error));
    g_assert_true(hemo_private_file_replace(file, hemo_slice_text(text), &error));
    g_assert_no_error(error);
}

static void
assert_text(const char *path, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(path, &error);
    g_autoptr(HemoSecret) content = hemo_private_file_read(file, 100, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(hemo_secret_text(content), ==, text);
}

static void
assert_denied(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPrivateFile) file = hemo_private_file_open(path, &error);

    if (file != NULL)
        g_assert_null(hemo_private_file_read(file, 100, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
}

static guint
mode_of(const char *path)
{
    GStatBuf status;

    g_assert_no_errno(g_lstat(path, &status));
    return status.st_mode & 07777;
}

static void
test_made_for_us_alone(Place *place, gconstpointer data)
{
    mode_t mask = umask(0);

    assert_text(place->path, "");
    write_text(place->path, "one");
    write_text(place->path, "two");
    umask(mask);
    assert_text(place->path, "two");
    g_assert_cmpuint(mode_of(place->folder), ==, 0700);
    g_assert_cmpuint(mode_of(place->path), ==, 0600);
    g_assert_false(g_file_test(place->new_path, G_FILE_TEST_EXISTS));
}

static void
test_wider_modes_are_denied(Place *place, gconstpointer data)
{
    static const int modes[] = {0640, 0620, 0604, 0602, 0610};

    write_text(place->path, "one");
    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_assert_no_errno(g_chmod(place->path, modes[i]));
        assert_denied(place->path);
    }
    g_assert_no_errno(g_chmod(place->path, 0600));
    g_assert_no_errno(g_chmod(place->folder, 0750));
    assert_denied(place->path);
    g_assert_no_errno(g_chmod(place->folder, 0700));
    assert_text(place->path, "one");
}

static void
test_links_and_others_are_denied(Place *place, gconstpointer data)
{
    g_autofree char *real = g_build_filename(place->top, "real", NULL);

    write_text(place->path, "one");
    g_assert_no_errno(g_rename(place->path, place->new_path));
    g_assert_no_errno(symlink(place->new_path, place->path));
    assert_denied(place->path);
    g_assert_no_errno(g_unlink(place->path));
    g_assert_no_errno(g_mkdir(place->path, 0700));
    assert_denied(place->path);
    g_assert_no_errno(g_rmdir(place->path));
    g_assert_no_errno(mkfifo(place->path, 0600));
    assert_denied(place->path);
    g_assert_no_errno(g_unlink(place->path));
    g_assert_no_errno(g_unlink(place->new_path));
    g_assert_no_errno(g_rename(place->folder, real));
    g_assert_no_errno(symlink(real, place->folder));
    assert_denied(place->path);
    g_assert_no_errno(g_rmdir(real));
}

static void
test_foreign_owner_is_denied(Place *place, gconstpointer data)
{
    if (geteuid() != 0) {
        g_test_skip("only root can give files away");
        return;
    }
    write_text(place->path, "one");
    g_assert_no_errno(chown(place->path, 65534, 65534));
    assert_denied(place->path);
    g_assert_no_errno(chown(place->path, 0, 0));
    g_assert_no_errno(chown(place->folder, 65534, 65534));
    assert_denied(place->path);
}

static void
test_too_big(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPrivateFile) file = NULL;

    write_text(place->path, "12345");
    file = hemo_private_file_open(place->path, NULL);
    g_assert_null(hemo_private_file_read(file, 4, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

/* A disk that takes only a part: the old content stays, nothing half-written is left. */
static void
test_full_disk_keeps_the_old(Place *place, gconstpointer data)
{
    struct rlimit before;
    struct rlimit tight;
    g_autofree char *big = g_strnfill(10000, 'x');
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPrivateFile) file = NULL;
    gboolean written = FALSE;

    write_text(place->path, "old");
    file = hemo_private_file_open(place->path, NULL);
    signal(SIGXFSZ, SIG_IGN);
    g_assert_no_errno(getrlimit(RLIMIT_FSIZE, &before));
    tight = before;
    tight.rlim_cur = 4096;
    g_assert_no_errno(setrlimit(RLIMIT_FSIZE, &tight));
    written = hemo_private_file_replace(file, hemo_slice_text(big), &error);
    g_assert_no_errno(setrlimit(RLIMIT_FSIZE, &before));
    g_assert_false(written);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    assert_text(place->path, "old");
    g_assert_false(g_file_test(place->new_path, G_FILE_TEST_EXISTS));
}

static void
test_left_over_is_replaced(Place *place, gconstpointer data)
{
    write_text(place->path, "old");
    g_assert_true(g_file_set_contents(place->new_path, "half", -1, NULL));
    g_assert_no_errno(g_chmod(place->new_path, 0644));
    write_text(place->path, "new");
    assert_text(place->path, "new");
    g_assert_cmpuint(mode_of(place->path), ==, 0600);
}

static gpointer
lock_and_write(gpointer data)
{
    write_text(data, "second");
    return NULL;
}

/* The second writer gets its turn only when the first has given the lock back. */
static void
test_lock_is_exclusive(Place *place, gconstpointer data)
{
    HemoPrivateFile *file = hemo_private_file_open(place->path, NULL);
    GThread *thread = NULL;

    g_assert_true(hemo_private_file_lock(file, NULL));
    thread = g_thread_new("writer", lock_and_write, place->path);
    for (guint i = 0; i < 200; i++) {
        g_autoptr(HemoSecret) content = hemo_private_file_read(file, 100, NULL);

        g_assert_cmpstr(hemo_secret_text(content), !=, "second");
        g_thread_yield();
    }
    g_assert_true(hemo_private_file_replace(file, hemo_slice_text("first"), NULL));
    assert_text(place->path, "first");
    hemo_private_file_free(file);
    g_thread_join(thread);
    assert_text(place->path, "second");
}

#define ADD(name, function)                                                                    \
    g_test_add("/private-file/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("made-for-us-alone", test_made_for_us_alone);
    ADD("wider-modes-are-denied", test_wider_modes_are_denied);
    ADD("links-and-others-are-denied", test_links_and_others_are_denied);
    ADD("foreign-owner-is-denied", test_foreign_owner_is_denied);
    ADD("too-big", test_too_big);
    ADD("full-disk-keeps-the-old", test_full_disk_keeps_the_old);
    ADD("left-over-is-replaced", test_left_over_is_replaced);
    ADD("lock-is-exclusive", test_lock_is_exclusive);
    return g_test_run();
}
