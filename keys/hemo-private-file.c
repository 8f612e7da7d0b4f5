/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-private-file.h.  The lock is on the folder, because the file itself is
 * another one after each replace.
 */
#include "hemo-private-file.h"

#include "hemo-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE_FOLDER 0700
#define MODE_FILE   0600
#define MODE_OTHERS 0077

struct _HemoPrivateFile {
    int folder;
    char *name;
    char *new_name; /* written first, then renamed */
};

static void
set_storage_error(GError **error, int number)
{
    if (number == ELOOP || number == ENOTDIR || number == EACCES || number == EPERM)
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("the keyring file or its folder may not be opened"));
    else if (number == ENOSPC || number == EDQUOT)
        hemo_error_set(error, HEMO_ERROR_STORAGE, _("the disk is full"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("the keyring file cannot be read or written: %s"),
                       g_strerror(number));
}

/* Is @fd ours alone and of @type (S_IFDIR, S_IFREG)? */
static gboolean
check_owner(int fd, mode_t type, struct stat *ret_status, GError **error)
{
    if (fstat(fd, ret_status) != 0) {
        set_storage_error(error, errno);
        return FALSE;
    }
    if ((ret_status->st_mode & S_IFMT) == type && ret_status->st_uid == geteuid() &&
        (ret_status->st_mode & MODE_OTHERS) == 0)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("the keyring file or its folder can be opened by others, "
                     "so it cannot be trusted"));
    return FALSE;
}

static int
open_folder(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    struct stat status;
    int fd = -1;

    if (g_mkdir_with_parents(folder, MODE_FOLDER) == 0)
        fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        set_storage_error(error, errno);
        return -1;
    }
    if (!check_owner(fd, S_IFDIR, &status, error)) {
        close(fd);
        return -1;
    }
    return fd;
}

HemoPrivateFile *
hemo_private_file_open(const char *path, GError **error)
{
    HemoPrivateFile *file = NULL;
    int folder = open_folder(path, error);

    if (folder < 0)
        return NULL;
    file = g_new0(HemoPrivateFile, 1);
    file->folder = folder;
    file->name = g_path_get_basename(path);
    file->new_name = g_strconcat(file->name, ".new", NULL);
    return file;
}

void
hemo_private_file_free(HemoPrivateFile *file)
{
    if (file == NULL)
        return;
    close(file->folder);
    g_free(file->name);
    g_free(file->new_name);
    g_free(file);
}

gboolean
hemo_private_file_lock(HemoPrivateFile *file, GError **error)
{
    int result = 0;

    do
        result = flock(file->folder, LOCK_EX);
    while (result != 0 && errno == EINTR);
    if (result != 0)
        set_storage_error(error, errno);
    return result == 0;
}

static HemoSecret *
read_all(int fd, gsize size, GError **error)
{
    g_autoptr(HemoSecret) bytes = hemo_secret_new(size);
    gsize done = 0;

    while (done < size) {
        gssize got = read(fd, hemo_secret_data(bytes) + done, size - done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            set_storage_error(error, got < 0 ? errno : EIO);
            return NULL;
        }
        done += (gsize)got;
    }
    return g_steal_pointer(&bytes);
}

static HemoSecret *
read_checked(int fd, gsize limit, GError **error)
{
    struct stat status;

    if (!check_owner(fd, S_IFREG, &status, error))
        return NULL;
    if (status.st_size > (off_t)limit) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the keyring file is too large"));
        return NULL;
    }
    return read_all(fd, (gsize)status.st_size, error);
}

HemoSecret *
hemo_private_file_read(HemoPrivateFile *file, gsize limit, GError **error)
{
    HemoSecret *bytes = NULL;
    int fd = openat(file->folder, file->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 && errno == ENOENT)
        return hemo_secret_new(0);
    if (fd < 0) {
        set_storage_error(error, errno);
        return NULL;
    }
    bytes = read_checked(fd, limit, error);
    close(fd);
    return bytes;
}

static gboolean
write_all(int fd, HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize done = write(fd, bytes.data, bytes.size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return FALSE;
        bytes = hemo_slice_from(bytes, (gsize)done);
    }
    return TRUE;
}

/* A left-over of a process that died is taken away first. */
static gboolean
write_new(HemoPrivateFile *file, HemoSlice bytes)
{
    gboolean written = FALSE;
    int fd = -1;
    int number = 0;

    if (unlinkat(file->folder, file->new_name, 0) != 0 && errno != ENOENT)
        return FALSE;
    fd = openat(file->folder,
                file->new_name,
                O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                MODE_FILE);
    if (fd < 0)
        return FALSE;
    written = write_all(fd, bytes) && fsync(fd) == 0;
    number = errno;
    if (close(fd) != 0 && written)
        return FALSE;
    errno = number;
    return written;
}

gboolean
hemo_private_file_replace(HemoPrivateFile *file, HemoSlice bytes, GError **error)
{
    if (write_new(file, bytes) &&
        renameat(file->folder, file->new_name, file->folder, file->name) == 0 &&
        fsync(file->folder) == 0)
        return TRUE;
    set_storage_error(error, errno);
    unlinkat(file->folder, file->new_name, 0);
    return FALSE;
}
