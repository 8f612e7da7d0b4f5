/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A message as a list of pieces in order: views of memory that others own, and short
 * texts in wiped memory of its own.  Never copies a piece unless told to.
 */
#pragma once

#include "hemo-secret.h"

typedef struct _HemoChunks HemoChunks;

HemoChunks *hemo_chunks_new(void);
void hemo_chunks_free(HemoChunks *chunks); /* wipes what is its own; NULL is fine */

/* A view: its memory must outlive the list.  Empty ones are left out. */
void hemo_chunks_add(HemoChunks *chunks, HemoSlice slice);
void hemo_chunks_add_text(HemoChunks *chunks, const char *text); /* a static string */
void hemo_chunks_add_copy(HemoChunks *chunks, HemoSlice bytes);
void hemo_chunks_take(HemoChunks *chunks, HemoSecret *secret); /* owns @secret then */

/* Puts a CR before each LF that has none; a CR without LF stays.  Lines of a usual length
 * are not copied: two more views each. */
void hemo_chunks_make_canonical(HemoChunks *chunks);

/* The pieces; valid until the list changes. */
const HemoSlice *hemo_chunks_slices(const HemoChunks *chunks, gsize *ret_n_slices);
gsize hemo_chunks_size(const HemoChunks *chunks); /* bytes of all pieces */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoChunks, hemo_chunks_free)
