/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What was handed over becomes a message that has been read: built by the sandboxed reader if
 * it came as a description with parts, then read by it.  Judges nothing.
 */
#pragma once

#include "hemo-envelope.h"
#include "hemo-handed.h"
#include "hemo-services.h"

typedef enum {
    HEMO_READING_OUTLINE = 1 << 0,  /* the outline of the mail is wanted too */
    HEMO_READING_UNOPENED = 1 << 1, /* only the message: nobody could read it before */
} HemoReadingFlags;

typedef struct {
    int fd;          /* the whole message, a sealed memfd */
    GVariant *reply; /* to the reader's "mail"; NULL: see unread */
    GError *unread;  /* why it could not be read; NULL if that was not tried */
} HemoReading;

void hemo_reading_free(HemoReading *reading); /* closes; NULL is fine */

/* @handed and @envelope must stay until the end.  A reader that dies, takes too long or makes
 * no sense is no error here: the message is there, and unread says so. */
void hemo_reading_take_async(HemoServices *services,
                             const HemoHanded *handed,
                             const HemoEnvelope *envelope,
                             guint flags,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
HemoReading *hemo_reading_take_finish(GAsyncResult *result, GError **error);

/* The parameters of the reader's "mail" for this account and envelope (floating); with
 * @outline the outline of the mail is wanted too. */
GVariant *
hemo_reading_parameters(HemoServices *services, const HemoEnvelope *envelope, gboolean outline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReading, hemo_reading_free)
