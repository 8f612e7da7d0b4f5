/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail on its way between our own processes: a memfd that nobody can change any
 * more.  Memory, never a file.
 */
#pragma once

#include "hemo-slice.h"

/* A new memfd with the bytes of @chunks in order, sealed; -1 and HEMO_ERROR_STORAGE or
 * HEMO_ERROR_TOO_BIG (HEMO_LIMIT_MAIL).  The caller closes it. */
int hemo_sealed_fd_new(const HemoSlice *chunks, gsize n_chunks, GError **error);

/* An empty memfd to be written, and then sealed with hemo_sealed_fd_seal(). */
int hemo_sealed_fd_create(GError **error);
gboolean hemo_sealed_fd_write(int fd, const HemoSlice *chunks, gsize n_chunks, GError **error);
gboolean hemo_sealed_fd_seal(int fd, GError **error);

/* A read-only view of a sealed memfd that somebody else made.  It is mapped only after its
 * seals (write, shrink, grow), its type and its size (HEMO_LIMIT_MAIL) were checked:
 * HEMO_ERROR_INVALID or HEMO_ERROR_TOO_BIG.  @fd is borrowed. */
typedef struct _HemoSealedFd HemoSealedFd;

HemoSealedFd *hemo_sealed_fd_map(int fd, GError **error);
void hemo_sealed_fd_unmap(HemoSealedFd *map); /* NULL is fine */
HemoSlice hemo_sealed_fd_slice(const HemoSealedFd *map);

/* What was read of it need not stay in memory; what is read again comes back by itself. */
void hemo_sealed_fd_rest(const HemoSealedFd *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSealedFd, hemo_sealed_fd_unmap)
