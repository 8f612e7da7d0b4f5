/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tells a person once a day, 30 and 7 days ahead, that a key in use runs out: one's own, and
 * those that mail was encrypted to.  Names nobody: the list does.
 */
#pragma once

#include "hemo-services.h"

typedef struct _HemoKeyExpiry HemoKeyExpiry;

HemoKeyExpiry *hemo_key_expiry_new(HemoServices *services);
void hemo_key_expiry_free(HemoKeyExpiry *expiry); /* NULL is fine */

/* How many of @keys (aa{sv} of Keys1) have come so near their end since @last (Unix seconds;
 * 0: never looked) that a person should know at @now.  Pure. */
guint hemo_key_expiry_count(GVariant *keys, gint64 last, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoKeyExpiry, hemo_key_expiry_free)
