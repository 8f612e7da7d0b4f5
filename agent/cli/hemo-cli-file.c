/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-file.h.
 */
#include "hemo-cli-file.h"

#include "hemo-cli-input.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE  4096
#define BACKUP ".before-hemostat"
#define NEW    ".new-hemostat"

static void
cannot_read(int code, GError **error)
{
    g_autofree char *words = hemo_cli_input_words(code);

    hemo_error_set(error,
                   code == ENOENT || code == ENOTDIR ? HEMO_ERROR_NOT_FOUND
                                                     : HEMO_ERROR_INVALID,
                   "%s",
                   words);
}

static GBytes *
read_all(int fd, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 piece[PIECE];
    gssize size;

    while ((size = read(fd, piece, sizeof piece)) > 0) {
        g_byte_array_append(bytes, piece, (guint)size);
        if (bytes->len > HEMO_LIMIT_CONFIG) {
            hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("it is too big for settings"));
            return NULL;
        }
    }
    if (size == 0)
        return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    cannot_read(errno, error);
    return NULL;
}

GBytes *
hemo_cli_file_read(const char *path, GError **error)
{
    gboolean standard = g_str_equal(path, "-");
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    GBytes *bytes = NULL;

    if (fd < 0)
        cannot_read(errno, error);
    else
        bytes = read_all(fd, error);
    if (fd >= 0 && !standard)
        close(fd);
    return bytes;
}

static gboolean
cannot_write(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("the file cannot be written: %s"),
                   g_strerror(errno));
    return FALSE;
}

static gboolean
write_all(int fd, HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize size = write(fd, bytes.data, bytes.size);

        if (size < 0 && errno != EINTR)
            return FALSE;
        bytes = hemo_slice_from(bytes, (gsize)MAX(size, 0));
    }
    return fsync(fd) == 0;
}

/* A new file; whatever stood there was left by a run that was ended. */
static gboolean
write_new(const char *path, mode_t mode, HemoSlice bytes)
{
    gboolean good;
    int fd;

    unlink(path);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return FALSE;
    good = fchmod(fd, mode) == 0 && write_all(fd, bytes);
    return close(fd) == 0 && good;
}

/* By rename: a copy that is there is whole, and the first one. */
static gboolean
keep_first(const char *path, const struct stat *status)
{
    g_autofree char *backup = g_strconcat(path, BACKUP, NULL);
    g_autofree char *fresh = g_strconcat(backup, NEW, NULL);
    g_autoptr(GBytes) bytes = NULL;

    if (g_file_test(backup, G_FILE_TEST_EXISTS))
        return TRUE;
    bytes = hemo_cli_file_read(path, NULL);
    if (bytes != NULL && write_new(fresh, status->st_mode & 0777, hemo_slice_bytes(bytes)) &&
        rename(fresh, backup) == 0)
        return TRUE;
    unlink(fresh);
    return FALSE;
}

/* Another's file would become ours, and a pipe or a device a file. */
static gboolean
is_own_file(const struct stat *status)
{
    if (S_ISREG(status->st_mode) && status->st_uid == geteuid())
        return TRUE;
    errno = EPERM;
    return FALSE;
}

static gboolean
replace(const char *path, HemoSlice bytes)
{
    g_autofree char *fresh = g_strconcat(path, NEW, NULL);
    struct stat status = {.st_mode = 0600};
    gboolean exists = stat(path, &status) == 0;

    if (exists && (!is_own_file(&status) || !keep_first(path, &status)))
        return FALSE;
    if (write_new(fresh, status.st_mode & 0777, bytes) && rename(fresh, path) == 0)
        return TRUE;
    unlink(fresh);
    return FALSE;
}

gboolean
hemo_cli_file_replace(const char *path, HemoSlice bytes, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    char *real = realpath(path, NULL); /* the C library's, freed as such */
    gboolean good =
        g_mkdir_with_parents(folder, 0700) == 0 && replace(real != NULL ? real : path, bytes);

    if (!good)
        cannot_write(error);
    free(real);
    return good;
}
