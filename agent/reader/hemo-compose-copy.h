/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What one copy of a composed mail has of its own: the parameters of the operation
 * "compose" in hemo-reader.h.  All of it comes from the agent.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char **recipients; /* NULL: To and Cc as written */
    const char *note;        /* "" for none */
    gboolean is_blind;
    GVariant *envelope; /* a{sv}, NULL: not compared */
} HemoComposeCopy;

/* Borrows the strings of @parameters (a{sv} or NULL). */
void hemo_compose_copy_read(HemoComposeCopy *copy, GVariant *parameters);
void hemo_compose_copy_clear(HemoComposeCopy *copy);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HemoComposeCopy, hemo_compose_copy_clear)
