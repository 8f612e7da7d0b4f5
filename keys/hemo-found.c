/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-found.h.
 */
#include "hemo-found.h"

HemoFound *
hemo_found_new(HemoKeyKind kind, HemoFinderBits finder, gboolean secure, GBytes *material)
{
    HemoFound *found = g_new0(HemoFound, 1);

    found->kind = kind;
    found->finder = finder;
    found->secure = secure;
    found->material = g_bytes_ref(material);
    return found;
}

void
hemo_found_free(HemoFound *found)
{
    if (found == NULL)
        return;
    g_clear_pointer(&found->material, g_bytes_unref);
    g_free(found);
}
