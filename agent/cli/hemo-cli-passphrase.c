/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-passphrase.h.
 */
#include "hemo-cli-passphrase.h"

#include "hemo-cli-input.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <termios.h>
#include <unistd.h>

#define LONGEST 1024

static HemoSecret *
first_line(HemoSlice bytes, GError **error)
{
    HemoSlice line = HEMO_SLICE_EMPTY;

    hemo_slice_next_line(&bytes, &line);
    if (line.size <= LONGEST)
        return hemo_secret_new_copy(line);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the passphrase is too long"));
    return NULL;
}

static HemoSecret *
read_file(const char *file, GError **error)
{
    int fd = hemo_cli_input_open(file, error);
    g_autoptr(HemoSealedFd) map = fd >= 0 ? hemo_sealed_fd_map(fd, error) : NULL;
    g_autofree char *name = g_filename_display_name(file);

    if (fd >= 0)
        close(fd);
    if (map == NULL)
        g_prefix_error(error, "%s: ", name);
    return map != NULL ? first_line(hemo_sealed_fd_slice(map), error) : NULL;
}

/* The terminal hands over whole lines. */
static HemoSecret *
read_line(void)
{
    g_autoptr(HemoBuffer) line = hemo_buffer_new();
    guint8 byte = 0;

    while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n') {
        if (hemo_buffer_slice(line).size < LONGEST)
            hemo_buffer_append_byte(line, byte);
    }
    hemo_erase(&byte, sizeof byte);
    return hemo_buffer_finish(g_steal_pointer(&line));
}

static HemoSecret *
ask(const char *question)
{
    struct termios before;
    struct termios silent;
    HemoSecret *secret;

    hemo_cli_output_complaint(_("%s (it is not shown)"), question);
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return read_line();
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    secret = read_line();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    return secret;
}

static HemoSecret *
ask_terminal(const HemoCliPassphrase *passphrase, GError **error)
{
    g_autoptr(HemoSecret) secret = NULL;
    g_autoptr(HemoSecret) again = NULL;

    if (!isatty(STDIN_FILENO)) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("a passphrase is needed: run this in a terminal, or name a file with "
                         "--passphrase-file"));
        return NULL;
    }
    secret = ask(passphrase->question);
    if (!passphrase->twice)
        return g_steal_pointer(&secret);
    again = ask(_("The same again"));
    if (hemo_secret_equal(hemo_secret_slice(secret), hemo_secret_slice(again)))
        return g_steal_pointer(&secret);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the two are not the same"));
    return NULL;
}

HemoSecret *
hemo_cli_passphrase_read(const HemoCliPassphrase *passphrase, GError **error)
{
    g_autoptr(HemoSecret) secret = passphrase->file != NULL ? read_file(passphrase->file, error)
                                                            : ask_terminal(passphrase, error);

    if (secret == NULL || !passphrase->twice || hemo_secret_size(secret) > 0)
        return g_steal_pointer(&secret);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("the passphrase is empty"));
    return NULL;
}

int
hemo_cli_passphrase_open(const HemoCliPassphrase *passphrase, GError **error)
{
    g_autoptr(HemoSecret) secret = hemo_cli_passphrase_read(passphrase, error);
    HemoSlice slice;

    if (secret == NULL)
        return -1;
    slice = hemo_secret_slice(secret);
    return hemo_sealed_fd_new(&slice, 1, error);
}
