/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Memory that is wiped before it is given back: keys, passwords, and every
 * text derived from a mail.  HemoSecret is a finished, shared, read-mostly
 * value; HemoBuffer is one that still grows.  Neither is ever printed.
 */
#pragma once

#include "hemo-slice.h"

/* Overwrites @size bytes so that the compiler cannot leave it out.  NULL is fine. */
void hemo_erase(void *data, gsize size);

/* Wipes and frees a NUL-terminated string; NULL is fine. */
void hemo_erase_text(char *text);

typedef struct _HemoSecret HemoSecret;

/* @size zero bytes, to be filled through hemo_secret_data() before sharing. */
HemoSecret *hemo_secret_new(gsize size);
HemoSecret *hemo_secret_new_copy(HemoSlice bytes);
HemoSecret *hemo_secret_ref(HemoSecret *secret);
void hemo_secret_unref(HemoSecret *secret); /* the last one wipes; NULL is fine */

guint8 *hemo_secret_data(HemoSecret *secret);
gsize hemo_secret_size(const HemoSecret *secret);
HemoSlice hemo_secret_slice(const HemoSecret *secret);

/* The bytes with a NUL behind them: for C interfaces that want a string. */
const char *hemo_secret_text(const HemoSecret *secret);

/* Equality in time that does not depend on where they differ. */
gboolean hemo_secret_equal(HemoSlice slice, HemoSlice other);

typedef struct _HemoBuffer HemoBuffer;

HemoBuffer *hemo_buffer_new(void);
void hemo_buffer_free(HemoBuffer *buffer); /* wipes; NULL is fine */
void hemo_buffer_append(HemoBuffer *buffer, HemoSlice bytes);
void hemo_buffer_append_text(HemoBuffer *buffer, const char *text);
void hemo_buffer_append_byte(HemoBuffer *buffer, guint8 byte);
void hemo_buffer_truncate(HemoBuffer *buffer, gsize size);

/* Valid until the buffer changes. */
HemoSlice hemo_buffer_slice(const HemoBuffer *buffer);

/* Ends the buffer: its bytes become a secret. */
HemoSecret *hemo_buffer_finish(HemoBuffer *buffer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSecret, hemo_secret_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoBuffer, hemo_buffer_free)
