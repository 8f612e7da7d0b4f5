/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One table per enumeration, read both ways: the names that stand in settings,
 * in JSON and in the audit.  A table ends with a NULL name.
 */
#pragma once

#include <glib.h>

typedef struct {
    int value;
    const char *name;
} HemoName;

/* The name of @value, or NULL if the table has none. */
const char *hemo_names_find(const HemoName *table, int value);

/* The value of @name (exact case), or @otherwise if the table has none. */
int hemo_names_value(const HemoName *table, const char *name, int otherwise);
