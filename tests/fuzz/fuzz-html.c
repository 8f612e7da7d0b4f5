/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as HTML: the text has a bounded length, and valid UTF-8 stays valid.
 */
#include "hemo-html.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(HemoSecret) text = hemo_html_to_text(hemo_slice(data, size));

    g_assert_cmpuint(hemo_secret_size(text), <=, 6 * size);
    if (g_utf8_validate((const char *)data, (gssize)size, NULL))
        g_assert_true(
            g_utf8_validate(hemo_secret_text(text), (gssize)hemo_secret_size(text), NULL));
    return 0;
}
