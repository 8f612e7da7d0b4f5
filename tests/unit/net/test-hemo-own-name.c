/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-own-name.h"

#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

static GSocket *
make_socket(const char *text)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(text);
    g_autoptr(GSocketAddress) local = g_inet_socket_address_new(address, 0);
    g_autoptr(GSocket) socket = g_socket_new(g_inet_address_get_family(address),
                                             G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP,
                                             NULL);

    if (socket == NULL || !g_socket_bind(socket, local, TRUE, NULL))
        return NULL;
    return g_steal_pointer(&socket);
}

static void
test_literals(void)
{
    static const struct {
        const char *address;
        const char *name;
    } rows[] = {
        {"127.0.0.1", "[127.0.0.1]"},
        {"::1", "[IPv6:::1]"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GSocket) socket = make_socket(rows[i].address);
        g_autofree char *name = NULL;

        if (socket == NULL)
            continue; /* a machine without IPv6 */
        name = hemo_own_name_for_socket(g_socket_get_fd(socket));
        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_other_socket(void)
{
    int fds[2];
    g_autofree char *name = NULL;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
    name = hemo_own_name_for_socket(fds[0]);
    g_assert_cmpstr(name, ==, "[127.0.0.1]");
    close(fds[0]);
    close(fds[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/own-name/literals", test_literals);
    g_test_add_func("/own-name/other-socket", test_other_socket);
    return g_test_run();
}
