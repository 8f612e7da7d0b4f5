/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Small settings files of the user, ours and a mail program's: read whole, replaced whole.
 */
#pragma once

#include "hemo-slice.h"

#include <gio/gio.h>

/* At most HEMO_LIMIT_CONFIG bytes of a regular file; "-" is standard input.  An error in
 * plain words, which do not name the file: HEMO_ERROR_NOT_FOUND there is none,
 * HEMO_ERROR_TOO_BIG, HEMO_ERROR_INVALID. */
GBytes *hemo_cli_file_read(const char *path, GError **error);

/* Writes @bytes beside the file, keeps the file as "NAME.before-hemostat" (unless there
 * is one: the first shows how it was before Hemostat), and renames.  The mode stays, a new file
 * has 0600, its folder 0700; a symbolic link is followed.  HEMO_ERROR_STORAGE: the file is as
 * it was. */
gboolean hemo_cli_file_replace(const char *path, HemoSlice bytes, GError **error);
