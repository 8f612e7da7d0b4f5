/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The named values (a{sv}) of a call: nothing in them may be unknown.  What would be
 * passed over might be what the mail program relies on.
 */
#pragma once

#include <glib.h>

/* One name that a call knows, with the type of its value. */
typedef struct {
    const char *key;
    const char *type;
    gsize max_size; /* bytes of a string; 0: any */
} HemoValuesKey;

/* TRUE if @values has only names out of @keys (@n of them), each with its type and no longer
 * than it may be; else HEMO_ERROR_INVALID. */
gboolean
hemo_values_check(GVariant *values, const HemoValuesKey *keys, gsize n, GError **error);

/* Sets that error; for what a type alone does not say. */
void hemo_values_refuse(GError **error);
