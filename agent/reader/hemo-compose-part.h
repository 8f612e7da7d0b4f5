/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One part of a composed mail as MIME entity: a text or an attached file.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-compose-json.h"

/* A part whose content is a view of @content, which must outlive it; still without a type of
 * its own.  Parts of text are encoded as quoted-printable unless @is_binary. */
GMimePart *
hemo_compose_part_new_text(const char *subtype, HemoSlice content, gboolean is_binary);

/* The file that @part describes.  NULL if its description may not stand in a mail. */
GMimePart *hemo_compose_part_new_file(const HemoComposeJsonPart *part, HemoSlice content);

/* Whether the file goes out as it stands, in lines: an attached mail, which RFC 2046 section
 * 5.2.1 forbids to encode. */
gboolean hemo_compose_part_is_plain(const HemoComposeJsonPart *part, HemoSlice content);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMultipart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimePart, g_object_unref)
