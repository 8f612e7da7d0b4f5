/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-own-namespace.h, namespaces(7) and ioctl_ns(2).
 */
#include "hemo-own-namespace.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* PROC_USER_INIT_INO of the kernel: the first user namespace. */
#define FIRST_USER_NAMESPACE 0xEFFFFFFDu
#define MAX_ANCESTORS        64

/* The parent of @pid, 0 at the end or if /proc does not tell. */
static pid_t
get_parent(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)pid);
    g_autofree char *text = NULL;
    const char *fields;
    g_auto(GStrv) words = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    /* the program's name, in brackets, may hold anything: what follows begins " S PPID" */
    fields = strrchr(text, ')');
    words = g_strsplit(fields != NULL ? fields : "", " ", 4);
    return g_strv_length(words) == 4 ? (pid_t)g_ascii_strtoll(words[2], NULL, 10) : 0;
}

static gboolean
differs_from(pid_t pid, const struct stat *self)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/ns/net", (int)pid);
    struct stat other;

    return stat(path, &other) == 0 &&
           (other.st_ino != self->st_ino || other.st_dev != self->st_dev);
}

/* Process 1 is asked too: it may be no ancestor in the list when a parent hides. */
static gboolean
differs_from_ancestor(void)
{
    struct stat self;
    pid_t pid = getpid();

    if (stat("/proc/self/ns/net", &self) != 0)
        return FALSE;
    for (guint i = 0; i < MAX_ANCESTORS && (pid = get_parent(pid)) > 0; i++) {
        if (differs_from(pid, &self))
            return TRUE;
    }
    return differs_from(1, &self);
}

static gboolean
is_other_user_namespace(int fd)
{
    struct stat status;

    return fstat(fd, &status) == 0 && status.st_ino != FIRST_USER_NAMESPACE;
}

static gboolean
has_other_owner(void)
{
    int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    int owner = network >= 0 ? ioctl(network, NS_GET_USERNS) : -1;
    gboolean other = owner >= 0 && is_other_user_namespace(owner);

    if (owner >= 0)
        close(owner);
    if (network >= 0)
        close(network);
    return other;
}

gboolean
hemo_own_namespace_detect(void)
{
    return differs_from_ancestor() || has_other_owner();
}
