/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-reader-process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-reader-wire.h"

static HemoReaderProcess *
start(void)
{
    g_autoptr(GError) error = NULL;
    HemoReaderProcess *process =
        hemo_reader_process_start(g_getenv("HEMO_TEST_READER"), &error);

    g_assert_no_error(error);
    return process;
}

/* Sends two descriptors and an empty mail; gives the bytes that come back. */
static gssize
ask(HemoReaderProcess *process, int mail, int request)
{
    char reply[64];
    int ends[2];
    gssize got;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    g_assert_true(hemo_reader_process_send(process,
                                           (int[]){mail, request, ends[1]},
                                           HEMO_READER_WIRE_FDS));
    close(ends[1]);
    got = read(ends[0], reply, sizeof reply);
    close(ends[0]);
    return got;
}

static int
request_fd(const char *operation)
{
    g_autoptr(GVariant) request = g_variant_ref_sink(
        g_variant_new("(su@a{sv})", operation, 5, g_variant_new("a{sv}", NULL)));
    int fd = memfd_create("test", MFD_CLOEXEC);

    g_assert_cmpint(write(fd, g_variant_get_data(request), g_variant_get_size(request)),
                    ==,
                    (gssize)g_variant_get_size(request));
    return fd;
}

/* Whatever comes in place of a mail or a request, there is no answer, and the next one works.
 */
static void
test_wrong_requests(void)
{
    g_autoptr(HemoReaderProcess) process = start();
    int empty = memfd_create("test", MFD_CLOEXEC);
    int good = request_fd("mail");
    int unknown = request_fd("nonsense");
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int unreadable = open("/proc/self/fd/0", O_WRONLY | O_CLOEXEC);

    g_assert_cmpint(ask(process, empty, empty), ==, 0);
    g_assert_cmpint(ask(process, empty, unknown), ==, 0);
    g_assert_cmpint(ask(process, null, good), ==, 0);
    g_assert_cmpint(ask(process, good, null), ==, 0);
    g_assert_cmpint(ask(process, empty, good), >, 0);
    close(empty);
    close(good);
    close(unknown);
    close(null);
    if (unreadable >= 0)
        close(unreadable);
}

static void
test_end(void)
{
    g_autoptr(HemoReaderProcess) process = start();

    g_assert_false(hemo_reader_process_is_gone(process));
    hemo_reader_process_kill(process);
    while (!hemo_reader_process_is_gone(process))
        g_thread_yield();
    g_assert_false(hemo_reader_process_send(process, (int[]){0, 0, 0}, HEMO_READER_WIRE_FDS));
}

static void
test_missing(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_reader_process_start("/nonexistent", &error));
    g_assert_true(hemo_error_is(error, HEMO_ERROR_MISSING));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reader-process/wrong-requests", test_wrong_requests);
    g_test_add_func("/reader-process/end", test_end);
    g_test_add_func("/reader-process/missing", test_missing);
    return g_test_run();
}
