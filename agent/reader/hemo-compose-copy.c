/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-copy.h.
 */
#include "hemo-compose-copy.h"

void
hemo_compose_copy_read(HemoComposeCopy *copy, GVariant *parameters)
{
    *copy = (HemoComposeCopy){.note = ""};
    if (parameters == NULL)
        return;
    g_variant_lookup(parameters, "recipients", "^a&s", &copy->recipients);
    g_variant_lookup(parameters, "note", "&s", &copy->note);
    g_variant_lookup(parameters, "blind", "b", &copy->is_blind);
    copy->envelope = g_variant_lookup_value(parameters, "envelope", G_VARIANT_TYPE_VARDICT);
}

void
hemo_compose_copy_clear(HemoComposeCopy *copy)
{
    g_clear_pointer(&copy->recipients, g_free);
    g_clear_pointer(&copy->envelope, g_variant_unref);
}
