/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dial.h"

#include "fake-smtp.h"
#include "hemo-error.h"

#include <fcntl.h>
#include <unistd.h>

static void
test_connected(void)
{
    static const FakeSmtpStep script[] = {{0}};
    g_autoptr(FakeSmtp) fake = fake_smtp_new(script, NULL);
    GError *error = NULL;
    int fd = hemo_dial_connect("localhost", fake_smtp_port(fake), 5, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(fcntl(fd, F_GETFL) & O_NONBLOCK, !=, 0);
    g_assert_cmpint(fcntl(fd, F_GETFD) & FD_CLOEXEC, !=, 0);
    close(fd);
}

static void
test_nobody_there(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    guint16 port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    GError *error = NULL;

    g_socket_listener_close(listener);
    g_assert_cmpint(hemo_dial_connect("localhost", port, 5, NULL, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    g_clear_error(&error);
}

static void
test_cancelled(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    GError *error = NULL;

    g_cancellable_cancel(cancellable);
    g_assert_cmpint(hemo_dial_connect("localhost", 1, 5, cancellable, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dial/connected", test_connected);
    g_test_add_func("/dial/nobody-there", test_nobody_there);
    g_test_add_func("/dial/cancelled", test_cancelled);
    return g_test_run();
}
