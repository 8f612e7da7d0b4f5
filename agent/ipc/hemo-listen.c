/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-listen.h.
 */
#include "hemo-listen.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int
hemo_listen_lock(GError **error)
{
    g_autofree char *folder = hemo_paths_runtime(error);
    g_autofree char *path = NULL;
    int fd;

    if (folder == NULL)
        return -1;
    path = g_build_filename(folder, "start.lock", NULL);
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || flock(fd, LOCK_EX) != 0) {
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s cannot be locked: %s"),
                       path,
                       g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

static gboolean
make_address(struct sockaddr_un *ret_address, GError **error)
{
    g_autofree char *path = hemo_paths_socket(error);

    if (path == NULL)
        return FALSE;
    memset(ret_address, 0, sizeof *ret_address);
    ret_address->sun_family = AF_UNIX;
    memcpy(ret_address->sun_path, path, MIN(strlen(path), sizeof ret_address->sun_path - 1));
    return TRUE;
}

int
hemo_listen_connect(GError **error)
{
    struct sockaddr_un address;
    int fd;

    if (!make_address(&address, error))
        return -1;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    hemo_error_set(error, HEMO_ERROR_UNREACHABLE, _("Hemostat's agent is not running"));
    if (fd >= 0)
        close(fd);
    return -1;
}

int
hemo_listen_open(GError **error)
{
    struct sockaddr_un address;
    int fd = hemo_listen_connect(NULL);

    if (fd >= 0) {
        close(fd);
        hemo_error_set(error, HEMO_ERROR_FAILED, _("Hemostat's agent is running already"));
        return -1;
    }
    if (!make_address(&address, error))
        return -1;
    unlink(address.sun_path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
        chmod(address.sun_path, 0600) == 0 && listen(fd, HEMO_LIMIT_CONNECTIONS) == 0)
        return fd;
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("the socket %s cannot be made: %s"),
                   address.sun_path,
                   g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static int
socket_option(int fd, int name)
{
    int value = -1;
    socklen_t size = sizeof value;

    return getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

gboolean
hemo_listen_check(int fd, GError **error)
{
    if (socket_option(fd, SO_DOMAIN) == AF_UNIX && socket_option(fd, SO_TYPE) == SOCK_STREAM &&
        socket_option(fd, SO_ACCEPTCONN) == 1)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("what was handed over is no listening socket"));
    return FALSE;
}
