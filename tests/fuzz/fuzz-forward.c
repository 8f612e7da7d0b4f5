/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Forwarding rules of every format.
 */
#include "hemo-forward-list.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(HemoForwardFormat format, HemoSlice text)
{
    g_autoptr(GPtrArray) targets = hemo_forward_list_parse(format, text, NULL);

    for (guint i = 0; targets != NULL && i < targets->len; i++) {
        const HemoForwardTarget *target = targets->pdata[i];

        g_assert_cmpuint(target->line, >=, 1);
        g_assert_cmpuint(target->line, <=, text.size + 1);
        g_assert_true(g_utf8_validate(target->address, -1, NULL));
        g_assert_true((*target->domain != '\0') == (target->kind == HEMO_FORWARD_ADDRESS));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HemoSlice text = hemo_slice(data, size);

    g_assert_cmpint(hemo_forward_list_guess("-", text), !=, HEMO_FORWARD_FORMAT_INVALID);
    for (int format = HEMO_FORWARD_FORMAT_SIEVE; format <= HEMO_FORWARD_FORMAT_THUNDERBIRD;
         format++)
        check((HemoForwardFormat)format, text);
    return 0;
}
