/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One small file that only we can read: mode 0600 in a folder of mode 0700, both
 * ours, neither a symbolic link.  Replaced as a whole or not at all.  Never mends a
 * wrong mode or owner: somebody else may have read it already.
 */
#pragma once

#include "hemo-secret.h"

typedef struct _HemoPrivateFile HemoPrivateFile;

/* Opens the folder of @path, making it if it is not there.  HEMO_ERROR_DENIED another
 * owner, a wider mode or a symbolic link; HEMO_ERROR_STORAGE it cannot be made. */
HemoPrivateFile *hemo_private_file_open(const char *path, GError **error);
void hemo_private_file_free(HemoPrivateFile *file); /* gives the lock back */

/* Waits until no other process is between lock and free. */
gboolean hemo_private_file_lock(HemoPrivateFile *file, GError **error);

/* All of it, at most @limit bytes; empty if there is no such file.  HEMO_ERROR_DENIED as
 * above, HEMO_ERROR_TOO_BIG, HEMO_ERROR_STORAGE. */
HemoSecret *hemo_private_file_read(HemoPrivateFile *file, gsize limit, GError **error);

/* Writes @bytes beside it, syncs, renames, syncs the folder.  HEMO_ERROR_STORAGE: the old
 * content still stands. */
gboolean hemo_private_file_replace(HemoPrivateFile *file, HemoSlice bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPrivateFile, hemo_private_file_free)
