/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a mail: the first look ends, and refuses for one of its reasons.
 */
#include "hemo-prescan.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoPrescan prescan = hemo_prescan_check(hemo_slice(data, size));

    g_assert_cmpint(prescan, !=, HEMO_PRESCAN_INVALID);
    g_assert_true((prescan == HEMO_PRESCAN_FINE) == (*hemo_prescan_reason(prescan) == '\0'));
    return 0;
}
