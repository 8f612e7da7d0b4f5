/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-own-name.h.
 */
#include "hemo-own-name.h"

#include <gio/gio.h>
#include <sys/socket.h>

#define NO_ADDRESS "[127.0.0.1]"

char *
hemo_own_name_for_socket(int fd)
{
    struct sockaddr_storage storage = {0};
    socklen_t size = sizeof storage;
    g_autoptr(GSocketAddress) address = NULL;
    g_autofree char *text = NULL;

    if (getsockname(fd, (struct sockaddr *)&storage, &size) == 0)
        address = g_socket_address_new_from_native(&storage, size);
    if (address == NULL || !G_IS_INET_SOCKET_ADDRESS(address))
        return g_strdup(NO_ADDRESS);
    text = g_inet_address_to_string(
        g_inet_socket_address_get_address(G_INET_SOCKET_ADDRESS(address)));
    return g_strdup_printf(
        g_socket_address_get_family(address) == G_SOCKET_FAMILY_IPV6 ? "[IPv6:%s]" : "[%s]",
        text);
}
