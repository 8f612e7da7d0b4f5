/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A child of the test is Thunderbird.
 */
#include "hemo-native-profile.h"

#include "hemo-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

typedef struct {
    char *root;
    char *lock;
} Place;

static void
set_up(Place *place, gconstpointer unused)
{
    g_autofree char *profile = NULL;

    place->root = g_dir_make_tmp("hemo-profile-XXXXXX", NULL);
    profile = g_build_filename(place->root, "abc.default", NULL);
    place->lock = g_build_filename(profile, ".parentlock", NULL);
    g_assert_no_errno(g_mkdir(profile, 0700));
    g_assert_true(g_file_set_contents(place->lock, "", 0, NULL));
}

static void
tear_down(Place *place, gconstpointer unused)
{
    g_autofree char *profile = g_path_get_dirname(place->lock);
    g_autofree char *profiles = g_build_filename(place->root, "profiles.ini", NULL);

    g_remove(place->lock);
    g_rmdir(profile);
    g_remove(profiles);
    g_assert_no_errno(g_rmdir(place->root));
    g_free(place->root);
    g_free(place->lock);
}

/* A process that reads until the test ends it; @lock is its standard input or NULL. */
static GSubprocess *
start(const char *lock, const char *const *argv)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        lock != NULL ? G_SUBPROCESS_FLAGS_STDOUT_PIPE
                     : G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);
    GSubprocess *process;
    char byte;

    if (lock != NULL)
        g_subprocess_launcher_set_stdin_file_path(launcher, lock);
    process = g_subprocess_launcher_spawnv(launcher, argv, NULL);
    g_assert_nonnull(process);
    g_assert_cmpint(
        g_input_stream_read(g_subprocess_get_stdout_pipe(process), &byte, 1, NULL, NULL),
        ==,
        1);
    return process;
}

static char *
find(GSubprocess *process, const char *root, GError **error)
{
    guint64 number = 0;

    g_assert_true(g_ascii_string_to_unsigned(g_subprocess_get_identifier(process),
                                             10,
                                             1,
                                             G_MAXINT32,
                                             &number,
                                             NULL));
    return hemo_native_profile_find((GPid)number, root, error);
}

static void
stop(GSubprocess *process)
{
    g_subprocess_force_exit(process);
    g_assert_true(g_subprocess_wait(process, NULL, NULL));
    g_object_unref(process);
}

static void
test_lock(Place *place, gconstpointer unused)
{
    GSubprocess *process =
        start(place->lock,
              (const char *const[]){"/bin/sh", "-c", "echo; exec tail -f /dev/null", NULL});
    g_autofree char *found = find(process, "/nowhere", NULL);
    g_autofree char *wanted = g_path_get_dirname(place->lock);

    g_assert_cmpstr(found, ==, wanted);
    stop(process);
}

static void
test_command(Place *place, gconstpointer option)
{
    GSubprocess *process =
        start(NULL,
              (const char
                   *const[]){"/bin/sh", "-c", "echo; read x", "x", option, "/a/profile", NULL});
    g_autofree char *found = find(process, "/nowhere", NULL);

    g_assert_cmpstr(found, ==, "/a/profile");
    stop(process);
}

static void
test_usual(Place *place, gconstpointer unused)
{
    static const char text[] = "[Profile1]\nPath=gone.default\nDefault=1\n"
                               "[Install01]\nDefault=abc.default\n";
    GSubprocess *process =
        start(NULL, (const char *const[]){"/bin/sh", "-c", "echo; read x", NULL});
    g_autofree char *profiles = g_build_filename(place->root, "profiles.ini", NULL);
    g_autofree char *wanted = g_path_get_dirname(place->lock);
    g_autofree char *found = NULL;

    g_assert_true(g_file_set_contents(profiles, text, -1, NULL));
    found = find(process, place->root, NULL);
    g_assert_cmpstr(found, ==, wanted);
    stop(process);
}

static void
test_none(Place *place, gconstpointer unused)
{
    GSubprocess *process = start(
        NULL,
        (const char *const[]){"/bin/sh", "-c", "echo; read x", "x", "--profile", "rel", NULL});
    g_autoptr(GError) error = NULL;

    g_assert_null(find(process, place->root, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    stop(process);
}

/* Nobody writes into it: to read it would take for ever. */
static void
test_fifo(Place *place, gconstpointer unused)
{
    GSubprocess *process =
        start(NULL, (const char *const[]){"/bin/sh", "-c", "echo; read x", "x", NULL});
    g_autofree char *profiles = g_build_filename(place->root, "profiles.ini", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(mkfifo(profiles, 0600));
    g_assert_null(find(process, place->root, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    stop(process);
}

#define TEST(name, data, function)                                                             \
    g_test_add("/native-profile/" name, Place, data, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("lock", NULL, test_lock);
    TEST("command", "--profile", test_command);
    TEST("command-short", "-profile", test_command);
    TEST("usual", NULL, test_usual);
    TEST("none", NULL, test_none);
    TEST("fifo", NULL, test_fifo);
    return g_test_run();
}
