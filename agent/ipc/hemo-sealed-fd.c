/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sealed-fd.h.
 */
#include "hemo-sealed-fd.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEALS (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW)

struct _HemoSealedFd {
    HemoSlice bytes;
};

int
hemo_sealed_fd_create(GError **error)
{
    int fd = memfd_create("hemostat", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd < 0)
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("memory for the mail is short"));
    return fd;
}

static gboolean
write_all(int fd, HemoSlice bytes, GError **error)
{
    while (bytes.size > 0) {
        gssize written = write(fd, bytes.data, bytes.size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            hemo_error_set(error, HEMO_ERROR_STORAGE, _("memory for the mail is short"));
            return FALSE;
        }
        bytes = hemo_slice_from(bytes, (gsize)written);
    }
    return TRUE;
}

gboolean
hemo_sealed_fd_write(int fd, const HemoSlice *chunks, gsize n_chunks, GError **error)
{
    for (gsize i = 0; i < n_chunks; i++) {
        if (!write_all(fd, chunks[i], error))
            return FALSE;
    }
    return TRUE;
}

gboolean
hemo_sealed_fd_seal(int fd, GError **error)
{
    if (fcntl(fd, F_ADD_SEALS, SEALS | F_SEAL_SEAL) != 0) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the mail could not be sealed"));
        return FALSE;
    }
    return TRUE;
}

int
hemo_sealed_fd_new(const HemoSlice *chunks, gsize n_chunks, GError **error)
{
    gsize size = 0;
    int fd;

    for (gsize i = 0; i < n_chunks; i++) {
        if (chunks[i].size > HEMO_LIMIT_MAIL - size) {
            hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too big"));
            return -1;
        }
        size += chunks[i].size;
    }
    fd = hemo_sealed_fd_create(error);
    if (fd < 0)
        return -1;
    if (!hemo_sealed_fd_write(fd, chunks, n_chunks, error) || !hemo_sealed_fd_seal(fd, error)) {
        close(fd);
        return -1;
    }
    return fd;
}

static gboolean
check_fd(int fd, gsize *ret_size, GError **error)
{
    struct stat status;
    int seals = fcntl(fd, F_GET_SEALS);

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || seals < 0 ||
        (seals & SEALS) != SEALS) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the mail was not handed over sealed"));
        return FALSE;
    }
    if (status.st_size > HEMO_LIMIT_MAIL) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too big"));
        return FALSE;
    }
    *ret_size = (gsize)status.st_size;
    return TRUE;
}

HemoSealedFd *
hemo_sealed_fd_map(int fd, GError **error)
{
    HemoSealedFd *map;
    gsize size = 0;
    void *data = NULL;

    if (!check_fd(fd, &size, error))
        return NULL;
    if (size > 0) {
        data = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
        if (data == MAP_FAILED) {
            hemo_error_set(error, HEMO_ERROR_STORAGE, _("memory for the mail is short"));
            return NULL;
        }
    }
    map = g_new0(HemoSealedFd, 1);
    map->bytes = hemo_slice(data, size);
    return map;
}

void
hemo_sealed_fd_unmap(HemoSealedFd *map)
{
    if (map == NULL)
        return;
    if (map->bytes.size > 0)
        munmap((void *)map->bytes.data, map->bytes.size);
    g_free(map);
}

HemoSlice
hemo_sealed_fd_slice(const HemoSealedFd *map)
{
    return map->bytes;
}

void
hemo_sealed_fd_rest(const HemoSealedFd *map)
{
    if (map->bytes.size > 0)
        madvise((void *)map->bytes.data, map->bytes.size, MADV_DONTNEED);
}
