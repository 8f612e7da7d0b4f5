/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-values.h.
 */
#include "hemo-values.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fits(const HemoValuesKey *known, GVariant *value)
{
    return g_variant_is_of_type(value, G_VARIANT_TYPE(known->type)) &&
           (known->max_size == 0 ||
            strlen(g_variant_get_string(value, NULL)) <= known->max_size);
}

static gboolean
is_known(const HemoValuesKey *keys, gsize n, const char *key, GVariant *value)
{
    for (gsize i = 0; i < n; i++) {
        if (strcmp(keys[i].key, key) == 0)
            return fits(&keys[i], value);
    }
    return FALSE;
}

void
hemo_values_refuse(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the mail program sent something that Hemostat does not know"));
}

gboolean
hemo_values_check(GVariant *values, const HemoValuesKey *keys, gsize n, GError **error)
{
    GVariantIter iter;
    const char *key;
    GVariant *value;
    gboolean known = TRUE;

    g_variant_iter_init(&iter, values);
    while (known && g_variant_iter_next(&iter, "{&sv}", &key, &value)) {
        known = is_known(keys, n, key, value);
        g_variant_unref(value);
    }
    if (!known)
        hemo_values_refuse(error);
    return known;
}
