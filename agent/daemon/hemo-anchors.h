/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The authorities of PEM files, read once and again when a file was changed.
 */
#pragma once

#include <glib.h>

typedef struct _HemoAnchors HemoAnchors;

HemoAnchors *hemo_anchors_new(void);
void hemo_anchors_free(HemoAnchors *anchors); /* NULL is fine */

/* HemoCertificate, kept by @anchors until the file changes: take a reference.  What cannot be
 * read is HEMO_ERROR_CONFIG: never no anchors where there should be some. */
GPtrArray *hemo_anchors_get(HemoAnchors *anchors, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAnchors, hemo_anchors_free)
