/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Mails and their parts while they are under way, by name.  Each is a memfd: written piece by
 * piece, then sealed, or handed over sealed by the agent.  Nothing is ever a file, nothing
 * expires, all is gone when the program ends.
 */
#pragma once

#include "hemo-secret.h"

#define HEMO_NATIVE_BLOBS_MAX     500                 /* descriptors are few */
#define HEMO_NATIVE_BLOBS_NAME    128                 /* bytes of a name */
#define HEMO_NATIVE_BLOBS_WRITTEN (256 * 1024 * 1024) /* bytes of all that were written */

typedef struct _HemoNativeBlobs HemoNativeBlobs;

HemoNativeBlobs *hemo_native_blobs_new(void);
void hemo_native_blobs_free(HemoNativeBlobs *blobs); /* NULL is fine */

/* Appends @bytes to the blob @name, made if need be, and seals it if @last.  HEMO_ERROR_INVALID
 * if the name cannot be one (names with ':' are ours) or the blob is sealed already;
 * HEMO_ERROR_TOO_BIG or HEMO_ERROR_STORAGE: it is dropped. */
gboolean hemo_native_blobs_write(HemoNativeBlobs *blobs,
                                 const char *name,
                                 HemoSlice bytes,
                                 gboolean last,
                                 gsize *ret_size,
                                 GError **error);

/* A blob that is sealed already, under a name of ours, "@kind:NUMBER"; takes @fd in any case.
 * NULL and an error if it is not sealed or there are too many; the name is the table's. */
const char *
hemo_native_blobs_add(HemoNativeBlobs *blobs, const char *kind, int fd, GError **error);

/* The sealed blob @name, borrowed; -1 and HEMO_ERROR_NOT_FOUND or, if it still is written,
 * HEMO_ERROR_INVALID. */
int hemo_native_blobs_find(const HemoNativeBlobs *blobs, const char *name, GError **error);

/* The size of a sealed blob; 0 if there is none. */
gsize hemo_native_blobs_size(const HemoNativeBlobs *blobs, const char *name);

void hemo_native_blobs_drop(HemoNativeBlobs *blobs, const char *name); /* also one unknown */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoNativeBlobs, hemo_native_blobs_free)
