/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A passphrase: typed in a terminal, where it is not shown, or the first line of a file.
 */
#pragma once

#include "hemo-secret.h"

typedef struct {
    const char *file;     /* NULL: ask in the terminal; "-": standard input */
    const char *question; /* translated */
    gboolean twice;       /* a new one: both times must be the same, and it is not empty */
} HemoCliPassphrase;

/* HEMO_ERROR_INVALID: no terminal and no file, the file cannot be read, two different ones, an
 * empty new one. */
HemoSecret *hemo_cli_passphrase_read(const HemoCliPassphrase *passphrase, GError **error);

/* The same as a sealed memfd, the caller's to close; -1. */
int hemo_cli_passphrase_open(const HemoCliPassphrase *passphrase, GError **error);
