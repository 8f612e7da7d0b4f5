/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One listening socket, made by whoever holds the lock.
 */
#include "hemo-listen.h"

#include "hemo-error.h"
#include "hemo-paths.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top;
    char *folder;
    char *socket;
    char *lock;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-listen-XXXXXX", NULL);
    g_setenv("XDG_RUNTIME_DIR", place->top, TRUE);
    place->folder = hemo_paths_runtime(NULL);
    place->socket = hemo_paths_socket(NULL);
    place->lock = g_build_filename(place->folder, "start.lock", NULL);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    g_unlink(place->socket);
    g_unlink(place->lock);
    g_assert_no_errno(g_rmdir(place->folder));
    g_assert_no_errno(g_rmdir(place->top));
    g_free(place->top);
    g_free(place->folder);
    g_free(place->socket);
    g_free(place->lock);
}

static int
open_socket(void)
{
    g_autoptr(GError) error = NULL;
    int fd = hemo_listen_open(&error);

    g_assert_no_error(error);
    g_assert_cmpint(fd, >=, 0);
    return fd;
}

static void
test_open_and_connect(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    int listening = open_socket();
    int client = hemo_listen_connect(&error);
    int server = accept(listening, NULL, NULL);
    struct stat status;
    char byte = 0;

    g_assert_no_error(error);
    g_assert_true(hemo_listen_check(listening, &error));
    g_assert_no_errno(lstat(place->socket, &status));
    g_assert_true(S_ISSOCK(status.st_mode));
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
    g_assert_cmpint(fcntl(listening, F_GETFD) & FD_CLOEXEC, !=, 0);
    g_assert_cmpint(fcntl(client, F_GETFD) & FD_CLOEXEC, !=, 0);
    g_assert_cmpint(write(client, "x", 1), ==, 1);
    g_assert_cmpint(read(server, &byte, 1), ==, 1);
    g_assert_cmpint(byte, ==, 'x');
    close(server);
    close(client);
    close(listening);
}

static void
test_nobody_there(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(hemo_listen_connect(&error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
}

/* A running agent is never pushed aside. */
static void
test_second_is_refused(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    int listening = open_socket();
    int client;

    g_assert_cmpint(hemo_listen_open(&error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
    client = hemo_listen_connect(NULL);
    g_assert_cmpint(client, >=, 0);
    close(client);
    close(listening);
}

static void
test_stale_is_replaced(Place *place, gconstpointer data)
{
    int dead = open_socket();
    int listening;
    int client;

    close(dead);
    g_assert_true(g_file_test(place->socket, G_FILE_TEST_EXISTS));
    g_assert_cmpint(hemo_listen_connect(NULL), ==, -1);
    listening = open_socket();
    client = hemo_listen_connect(NULL);
    g_assert_cmpint(client, >=, 0);
    close(client);
    close(listening);
}

static void
test_file_in_the_way(Place *place, gconstpointer data)
{
    int listening;

    g_assert_true(g_file_set_contents(place->socket, "old", -1, NULL));
    listening = open_socket();
    g_assert_true(hemo_listen_check(listening, NULL));
    close(listening);
}

static void
test_folder_in_the_way(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(g_mkdir(place->socket, 0700));
    g_assert_cmpint(hemo_listen_open(&error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_assert_no_errno(g_rmdir(place->socket));
}

static void
test_lock_excludes(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    int lock = hemo_listen_lock(&error);
    int other = open(place->lock, O_RDWR | O_CLOEXEC);

    g_assert_no_error(error);
    g_assert_cmpint(flock(other, LOCK_EX | LOCK_NB), ==, -1);
    g_assert_cmpint(errno, ==, EWOULDBLOCK);
    close(lock);
    g_assert_cmpint(flock(other, LOCK_EX | LOCK_NB), ==, 0);
    close(other);
}

static void
test_lock_follows_no_link(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(symlink("/dev/null", place->lock));
    g_assert_cmpint(hemo_listen_lock(&error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

/* What a starter does, in a thread of its own. */
static gpointer
starter(gpointer data)
{
    int lock = hemo_listen_lock(NULL);
    int client = hemo_listen_connect(NULL);
    int listening = client < 0 ? hemo_listen_open(NULL) : -1;

    g_assert_cmpint(lock, >=, 0);
    g_assert_true(client >= 0 || listening >= 0);
    if (client >= 0)
        close(client);
    close(lock);
    return GINT_TO_POINTER(listening + 1);
}

static void
test_race(Place *place, gconstpointer data)
{
    GThread *threads[8];
    guint made = 0;
    int listening = -1;

    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("starter", starter, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++) {
        int fd = GPOINTER_TO_INT(g_thread_join(threads[i])) - 1;

        made += fd >= 0 ? 1 : 0;
        listening = MAX(listening, fd);
    }
    g_assert_cmpuint(made, ==, 1);
    close(listening);
}

static void
assert_no_listener(int fd)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_listen_check(fd, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
test_check(Place *place, gconstpointer data)
{
    int pair[2];
    int inet = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int packets = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    int silent = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int file = open("/dev/null", O_RDWR | O_CLOEXEC);

    g_assert_no_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
    g_assert_no_errno(listen(inet, 1));
    assert_no_listener(inet);
    assert_no_listener(packets);
    assert_no_listener(silent);
    assert_no_listener(pair[0]);
    assert_no_listener(file);
    assert_no_listener(-1);
    close(pair[0]);
    close(pair[1]);
    close(inet);
    close(packets);
    close(silent);
    close(file);
}

#define ADD(name, function)                                                                    \
    g_test_add("/listen/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("open-and-connect", test_open_and_connect);
    ADD("nobody-there", test_nobody_there);
    ADD("second-is-refused", test_second_is_refused);
    ADD("stale-is-replaced", test_stale_is_replaced);
    ADD("file-in-the-way", test_file_in_the_way);
    ADD("folder-in-the-way", test_folder_in_the_way);
    ADD("lock-excludes", test_lock_excludes);
    ADD("lock-follows-no-link", test_lock_follows_no_link);
    ADD("race", test_race);
    ADD("check", test_check);
    return g_test_run();
}
