/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-new-file.h.
 */
#include "hemo-cli-new-file.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
cannot_write(const char *path, int code, GError **error)
{
    g_autofree char *name = g_filename_display_name(path);

    if (code == EEXIST)
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s is there already, and is not written over"),
                       name);
    else if (code == ENOENT || code == ENOTDIR)
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s cannot be written: its folder is not there; make it first"),
                       name);
    else
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s cannot be written: %s"),
                       name,
                       g_strerror(code));
    return FALSE;
}

gboolean
hemo_cli_new_file_check(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);

    if (g_file_test(path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
        return cannot_write(path, EEXIST, error);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        return cannot_write(path, ENOENT, error);
    return TRUE;
}

gboolean
hemo_cli_new_file_write(const char *path, HemoSlice bytes, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    gboolean good;
    int code;

    if (fd < 0)
        return cannot_write(path, errno, error);
    good = hemo_sealed_fd_write(fd, &bytes, 1, NULL) && fsync(fd) == 0;
    code = errno;
    if (close(fd) == 0 && good)
        return TRUE;
    unlink(path);
    return cannot_write(path, code, error);
}

gboolean
hemo_cli_new_file_copy(const char *path, int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);

    return map != NULL && hemo_cli_new_file_write(path, hemo_sealed_fd_slice(map), error);
}
