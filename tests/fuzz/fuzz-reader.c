/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a whole mail, decoded in this process: all texts are UTF-8 with LF, all
 * parts have a path, and the same mail has the same digest.
 */
#include <gmime/gmime.h>
#include <string.h>

#include "hemo-decode.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_texts(const HemoDecoded *decoded, gboolean is_report)
{
    gsize count;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &count);

    for (gsize i = 0; i < count; i++) {
        HemoSlice text = texts[i].text;

        g_assert_cmpuint(strlen(texts[i].part), >, 0);
        if (is_report && strcmp(texts[i].media_type, "message/rfc822") == 0)
            continue; /* whole, as it stands */
        g_assert_true(text.size == 0 ||
                      g_utf8_validate((const char *)text.data, (gssize)text.size, NULL));
        g_assert_cmpuint(hemo_slice_find(text, '\r'), ==, text.size);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const HemoDecodeOptions options[] = {{.from = "ana@example.org"},
                                                {.is_report = TRUE}};
    g_autofree char *digest = NULL;

    g_mime_init();
    for (guint i = 0; i < 3; i++) {
        g_autoptr(HemoDecoded) decoded =
            hemo_decode_mail(hemo_slice(data, size), &options[i / 2]);

        check_texts(decoded, i == 2);
        if (i == 0)
            digest = g_strdup(hemo_decoded_digest(decoded));
        if (i == 1)
            g_assert_cmpstr(hemo_decoded_digest(decoded), ==, digest);
    }
    return 0;
}
