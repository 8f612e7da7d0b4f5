/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Runs one recogniser over a text, for the tests of the recognisers.
 */
#pragma once

#include "hemo-id.h"

/* The first hit that is a finding, as "kind:bytes", or "none".  Free with g_free(). */
static inline char *
find_first(const char *text, HemoIdFind find)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    HemoSlice slice = hemo_slice_text(text);
    HemoIdBlock block = {.text = slice};

    hemo_token_scan(slice, 0, slice.size, tokens);
    block.tokens = (const HemoToken *)(void *)tokens->data;
    block.n_tokens = tokens->len;
    for (guint at = 0; at < tokens->len; at++) {
        HemoIdHit hit;

        if (!find(&block, at, &hit))
            continue;
        if (hit.kind == HEMO_PHI_NONE) {
            at += hit.tokens - 1;
            continue;
        }
        return g_strdup_printf("%s:%.*s",
                               hemo_names_find(hemo_phi_weights_names, (int)hit.kind),
                               (int)hit.length,
                               text + hit.offset);
    }
    return g_strdup("none");
}

typedef struct {
    const char *text;
    const char *found;
} IdCase;

static inline void
check_cases(const IdCase *cases, guint n_cases, HemoIdFind find)
{
    for (guint i = 0; i < n_cases; i++) {
        g_autofree char *found = find_first(cases[i].text, find);

        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(found, ==, cases[i].found);
    }
}
