/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * MTA-STS records and policies of a hostile domain.
 */
#include "hemo-sts.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HemoSlice text = hemo_slice(data, size);
    g_autofree char *id = hemo_sts_find_id(&text, 1, NULL);
    g_autofree char *type = hemo_slice_dup(text);
    g_autoptr(HemoStsPolicy) policy = hemo_sts_parse_policy(text, NULL);

    hemo_sts_is_plain_text(type);
    if (policy != NULL) {
        g_assert_cmpuint(policy->max_age, <=, HEMO_STS_MAX_AGE);
        hemo_sts_match_mx((const char *const *)policy->mx, "mx.example.org");
    }
    return 0;
}
