/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-input.h.
 */
#include "hemo-cli-input.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (64 * 1024)

static gboolean
cannot_read(const char *file, GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("%s cannot be read: %s"),
                   file,
                   g_strerror(errno));
    return FALSE;
}

static gboolean
copy(int from, int to, const char *file, GError **error)
{
    g_autofree guint8 *piece = g_malloc(PIECE);
    gsize total = 0;
    gssize size;

    while ((size = read(from, piece, PIECE)) > 0) {
        HemoSlice chunk = hemo_slice(piece, (gsize)size);

        total += chunk.size;
        if (total > HEMO_LIMIT_MAIL) {
            hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("%s is too big"), file);
            return FALSE;
        }
        if (!hemo_sealed_fd_write(to, &chunk, 1, error))
            return FALSE;
    }
    return size == 0 || cannot_read(file, error);
}

int
hemo_cli_input_open(const char *file, GError **error)
{
    gboolean standard = g_str_equal(file, "-");
    int from = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    int to = from >= 0 ? hemo_sealed_fd_create(error) : -1;
    gboolean good = to >= 0 && copy(from, to, file, error) && hemo_sealed_fd_seal(to, error);

    if (from < 0)
        cannot_read(file, error);
    if (from >= 0 && !standard)
        close(from);
    if (!good && to >= 0)
        close(to);
    return good ? to : -1;
}
