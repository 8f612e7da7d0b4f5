/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-input.h.
 */
#include "hemo-cli-input.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"
#include "hemo-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (64 * 1024)

static const struct {
    int code;
    const char *words;
} reasons[] = {
    {ENOENT, N_("there is no such file")},
    {EACCES, N_("you are not allowed to read it")},
    {EISDIR, N_("it is a folder, not a file")},
};

char *
hemo_cli_input_words(int code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (reasons[i].code == code)
            return g_strdup(_(reasons[i].words));
    }
    return g_strdup_printf(_("it cannot be read: %s"), g_strerror(code));
}

static gboolean
cannot_read(int code, GError **error)
{
    g_autofree char *words = hemo_cli_input_words(code);

    hemo_error_set(error, HEMO_ERROR_INVALID, "%s", words);
    return FALSE;
}

static gboolean
copy(int from, int to, GError **error)
{
    g_autoptr(HemoSecret) piece = hemo_secret_new(PIECE);
    gsize total = 0;
    gssize size;

    while ((size = read(from, hemo_secret_data(piece), PIECE)) > 0) {
        HemoSlice chunk = hemo_slice(hemo_secret_data(piece), (gsize)size);

        total += chunk.size;
        if (total > HEMO_LIMIT_MAIL) {
            hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("it is too big for a mail"));
            return FALSE;
        }
        if (!hemo_sealed_fd_write(to, &chunk, 1, error))
            return FALSE;
    }
    return size == 0 || cannot_read(errno, error);
}

int
hemo_cli_input_open(const char *file, GError **error)
{
    gboolean standard = g_str_equal(file, "-");
    int from = standard ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    int to = from >= 0 ? hemo_sealed_fd_create(error) : -1;
    gboolean good = to >= 0 && copy(from, to, error) && hemo_sealed_fd_seal(to, error);

    if (from < 0)
        cannot_read(errno, error);
    if (from >= 0 && !standard)
        close(from);
    if (!good && to >= 0)
        close(to);
    return good ? to : -1;
}
