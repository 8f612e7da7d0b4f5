/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-names.h.
 */
#include "hemo-names.h"

const char *
hemo_names_find(const HemoName *table, int value)
{
    for (const HemoName *entry = table; entry->name != NULL; entry++) {
        if (entry->value == value)
            return entry->name;
    }
    return NULL;
}

int
hemo_names_value(const HemoName *table, const char *name, int otherwise)
{
    for (const HemoName *entry = table; entry->name != NULL; entry++) {
        if (g_strcmp0(entry->name, name) == 0)
            return entry->value;
    }
    return otherwise;
}
