/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Targets of forwarding rules as one line each: number, kind, address.
 */
#pragma once

#include "hemo-forward-target.h"

typedef struct {
    const char *text;
    const char *targets;
} ShowTargetsRow;

static inline char *
show_targets(const GPtrArray *targets)
{
    static const char *const kinds[] = {"?", "a", "l", "p", "i", "v"};
    GString *all = g_string_new(NULL);

    for (guint i = 0; i < targets->len; i++) {
        const HemoForwardTarget *target = targets->pdata[i];

        g_string_append_printf(all,
                               "%u%s %s\n",
                               target->line,
                               kinds[target->kind],
                               target->address);
        g_assert_cmpint(*target->domain != '\0', ==, target->kind == HEMO_FORWARD_ADDRESS);
    }
    return g_string_free(all, FALSE);
}

static inline void
show_targets_check(void (*parse)(GPtrArray *targets, HemoSlice text),
                   const ShowTargetsRow *rows,
                   gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(hemo_forward_target_free);
        g_autofree char *all = NULL;

        parse(targets, hemo_slice_text(rows[i].text));
        all = show_targets(targets);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(all, ==, rows[i].targets);
    }
}
