/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A file that is made new, for this person alone, and never over another.
 */
#pragma once

#include "hemo-slice.h"

/* FALSE if @path cannot be made, as it is there already or its folder is not: to be asked
 * before a person has work with it.  HEMO_ERROR_STORAGE, with @path in words. */
gboolean hemo_cli_new_file_check(const char *path, GError **error);

/* Mode 0600; what cannot be written whole is not left behind.  HEMO_ERROR_STORAGE, with
 * @path in words: there is such a file already, too. */
gboolean hemo_cli_new_file_write(const char *path, HemoSlice bytes, GError **error);

/* The same with the bytes of @fd, a sealed memfd; borrowed. */
gboolean hemo_cli_new_file_copy(const char *path, int fd, GError **error);
