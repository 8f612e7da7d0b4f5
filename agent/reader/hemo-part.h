/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One leaf of a GMime tree: its name, type and decoded bytes.  The tree stays the
 * caller's.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-secret.h"

/* "text/plain", lower case. */
char *hemo_part_media_type(GMimeObject *object);

/* The decoded field @name in UTF-8, or NULL.  Repeated fields are joined by line ends. */
HemoSecret *hemo_part_field(GMimeHeaderList *headers, const char *name);

/* A header that two programs might read differently: a second Content-Type or
 * Content-Transfer-Encoding, a second boundary, a multipart without one. */
gboolean hemo_part_is_ambiguous(GMimeObject *object);

/* The transfer encoding is one that we can undo. */
gboolean hemo_part_is_decodable(GMimePart *part);

/* Undoing it passes over none of the bytes; all of them are sent. */
gboolean hemo_part_is_clean(GMimePart *part);

/* A new stream of the content without its transfer encoding, or NULL if there is none. */
GMimeStream *hemo_part_open(GMimePart *part);

/* The same with its transfer encoding. */
GMimeStream *hemo_part_open_raw(GMimePart *part);

/* The next bytes of @stream, at most @size, into @buffer; 0 at the end. */
gsize hemo_part_read(GMimeStream *stream, guint8 *buffer, gsize size);

/* All of the content, or NULL if it has more than @max bytes. */
HemoSecret *hemo_part_content(GMimePart *part, gsize max);

/* GMime 3.2 does not define them. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
