/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-agent.h"

#include "daemon-home.h"
#include "hemo-bus.h"
#include "hemo-client.h"
#include "hemo-error.h"
#include "hemo-listen.h"
#include "services-place.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static void
test_no_listener(void)
{
    g_autoptr(HemoServices) services = hemo_services_new(services_place_system());
    int pair[2];
    int fds[2];

    g_assert_no_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair));
    close(pair[1]);
    fds[0] = pair[0];
    fds[1] = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (gsize i = 0; i < G_N_ELEMENTS(fds); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_agent_new(services, fds[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_cmpint(fcntl(fds[i], F_GETFD), ==, -1); /* taken over all the same */
    }
    hemo_agent_free(NULL);
}

/* Two clients one after the other, as the real client side connects. */
static void
test_serves(void)
{
    HemoServices *services = services_place_new();
    HemoAgent *agent = hemo_agent_new(services, hemo_listen_open(NULL), NULL);

    g_assert_nonnull(agent);
    for (int i = 0; i < 2; i++) {
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(GAsyncResult) closing = NULL;
        g_autoptr(GDBusConnection) connection = NULL;
        g_autoptr(GError) error = NULL;

        hemo_client_connect_async("test", NULL, NULL, daemon_home_on_result, &result);
        connection = hemo_client_connect_finish(daemon_home_wait(&result), &error);
        g_assert_no_error(error);
        g_dbus_connection_close(connection, NULL, daemon_home_on_result, &closing);
        g_dbus_connection_close_finish(connection, daemon_home_wait(&closing), NULL);
    }
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    hemo_agent_free(agent);
    g_assert_cmpint(hemo_listen_connect(NULL), ==, -1);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    hemo_bus_register_errors();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/agent/no-listener", test_no_listener);
    g_test_add_func("/agent/serves", test_serves);
    status = g_test_run();
    services_place_end();
    return status;
}
