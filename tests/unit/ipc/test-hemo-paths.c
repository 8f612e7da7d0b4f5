/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Folders of one's own, and refusal of those that are not.
 */
#include "hemo-paths.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top;
    char *state;   /* XDG_STATE_HOME, not made yet */
    char *runtime; /* XDG_RUNTIME_DIR */
} Place;

/* GLib looks at the state folder once only: it is the same for all tests. */
static char *state_home;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-paths-XXXXXX", NULL);
    place->runtime = g_build_filename(place->top, "run", NULL);
    place->state = g_build_filename(state_home, "hemostat", NULL);
    g_assert_no_errno(g_mkdir(place->runtime, 0700));
    g_setenv("XDG_RUNTIME_DIR", place->runtime, TRUE);
}

static void
remove_tree(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        if (g_file_test(child, G_FILE_TEST_IS_DIR) &&
            !g_file_test(child, G_FILE_TEST_IS_SYMLINK))
            remove_tree(child);
        else
            g_unlink(child);
    }
    g_clear_pointer(&dir, g_dir_close);
    g_rmdir(path);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    remove_tree(place->top);
    g_assert_false(g_file_test(place->top, G_FILE_TEST_EXISTS));
    remove_tree(place->state);
    g_free(place->top);
    g_free(place->state);
    g_free(place->runtime);
}

static guint
mode_of(const char *path)
{
    struct stat status;

    g_assert_no_errno(lstat(path, &status));
    return status.st_mode & 07777;
}

static void
test_config(Place *place, gconstpointer data)
{
    g_autofree char *path = hemo_paths_config();

    g_assert_true(g_str_has_suffix(path, "/hemostat"));
    g_assert_true(g_str_has_prefix(path, state_home));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void
test_state_is_made(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hemo_paths_state(&error);
    g_autofree char *again = NULL;

    g_assert_no_error(error);
    g_assert_cmpstr(path, ==, place->state);
    g_assert_cmpuint(mode_of(path), ==, 0700);
    again = hemo_paths_state(&error);
    g_assert_cmpstr(path, ==, again);
}

/* Others could read, write or enter: say so instead of using it. */
static void
test_open_folder(Place *place, gconstpointer data)
{
    static const guint modes[] = {0750, 0705, 0701, 0720, 0777, 01777};
    g_autofree char *path = hemo_paths_state(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_no_errno(chmod(path, modes[i]));
        g_assert_null(hemo_paths_state(&error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
        g_assert_cmpuint(mode_of(path), ==, modes[i]); /* not mended silently */
    }
}

static void
test_link_is_refused(Place *place, gconstpointer data)
{
    g_autofree char *path = g_build_filename(place->runtime, "hemostat", NULL);
    g_autofree char *elsewhere = g_build_filename(place->top, "elsewhere", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(g_mkdir(elsewhere, 0700));
    g_assert_no_errno(symlink(elsewhere, path));
    g_assert_null(hemo_paths_runtime(&error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
}

static void
test_file_is_refused(Place *place, gconstpointer data)
{
    g_autofree char *path = g_build_filename(place->runtime, "hemostat", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, "", 0, NULL));
    g_assert_null(hemo_paths_runtime(&error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
}

static void
test_runtime(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hemo_paths_runtime(&error);
    g_autofree char *socket = hemo_paths_socket(&error);

    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(path, place->runtime));
    g_assert_cmpuint(mode_of(path), ==, 0700);
    g_assert_true(g_str_has_prefix(socket, path));
    g_assert_cmpstr(socket + strlen(path), ==, "/agent");
}

/* Without a folder for the session there still is one, and always the same. */
static void
test_no_runtime(Place *place, gconstpointer data)
{
    static const char *const values[] = {NULL, "", "relative/run"};
    g_autofree char *first = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = NULL;

        g_unsetenv("XDG_RUNTIME_DIR");
        if (values[i] != NULL)
            g_setenv("XDG_RUNTIME_DIR", values[i], TRUE);
        path = hemo_paths_runtime(&error);
        g_assert_no_error(error);
        g_assert_true(g_path_is_absolute(path));
        g_assert_true(g_str_has_prefix(path, "/run/user/") ||
                      g_str_has_prefix(path, place->state));
        g_assert_cmpuint(mode_of(path), ==, 0700);
        if (first == NULL)
            first = g_strdup(path);
        g_assert_cmpstr(path, ==, first);
    }
}

/* @size is the length of the whole socket path. */
static char *
make_long_runtime(const char *top, gsize size)
{
    gsize rest = size - strlen(top) - strlen("/") - strlen("/hemostat/agent");
    g_autofree char *name = g_strnfill(rest, 'x');

    return g_build_filename(top, name, NULL);
}

static void
test_long_socket(Place *place, gconstpointer data)
{
    g_autofree char *fits = make_long_runtime(place->top, HEMO_LIMIT_SOCKET_PATH);
    g_autofree char *does_not = make_long_runtime(place->top, HEMO_LIMIT_SOCKET_PATH + 1);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;

    g_setenv("XDG_RUNTIME_DIR", fits, TRUE);
    path = hemo_paths_socket(&error);
    g_assert_no_error(error);
    g_assert_cmpuint(strlen(path), ==, HEMO_LIMIT_SOCKET_PATH);
    g_setenv("XDG_RUNTIME_DIR", does_not, TRUE);
    g_assert_null(hemo_paths_socket(&error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "XDG_RUNTIME_DIR"));
}

static void
test_cannot_be_made(Place *place, gconstpointer data)
{
    g_autofree char *file = g_build_filename(place->top, "file", NULL);
    g_autofree char *below = g_build_filename(file, "run", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(file, "", 0, NULL));
    g_setenv("XDG_RUNTIME_DIR", below, TRUE);
    g_assert_null(hemo_paths_runtime(&error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

static void
test_program(Place *place, gconstpointer data)
{
    g_autofree char *installed = NULL;
    g_autofree char *other = NULL;

    g_unsetenv("HEMOSTAT_LIBEXEC");
    installed = hemo_paths_program("hemostat-agent");
    g_assert_true(g_path_is_absolute(installed));
    g_assert_true(g_str_has_suffix(installed, "/hemostat-agent"));
    g_setenv("HEMOSTAT_LIBEXEC", "/somewhere/else", TRUE);
    other = hemo_paths_program("hemostat-reader");
    g_assert_cmpstr(other, ==, "/somewhere/else/hemostat-reader");
}

#define ADD(name, function)                                                                    \
    g_test_add("/paths/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    int status;

    state_home = g_dir_make_tmp("hemo-state-XXXXXX", NULL);
    g_setenv("XDG_STATE_HOME", state_home, TRUE);
    g_setenv("XDG_CONFIG_HOME", state_home, TRUE);
    g_test_init(&argc, &argv, NULL);
    ADD("config", test_config);
    ADD("state-is-made", test_state_is_made);
    ADD("open-folder", test_open_folder);
    ADD("link-is-refused", test_link_is_refused);
    ADD("file-is-refused", test_file_is_refused);
    ADD("runtime", test_runtime);
    ADD("no-runtime", test_no_runtime);
    ADD("long-socket", test_long_socket);
    ADD("cannot-be-made", test_cannot_be_made);
    ADD("program", test_program);
    status = g_test_run();
    remove_tree(state_home);
    g_free(state_home);
    return status;
}
