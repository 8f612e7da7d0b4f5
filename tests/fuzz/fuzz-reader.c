/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a whole mail, decoded in this process: all texts are UTF-8 with LF, all
 * parts have a path, and the same mail has the same digest.  What it offers as keys stays
 * within its bounds, and what goes into a PDF file is text and files with names.
 */
#include <gmime/gmime.h>
#include <string.h>

#include "hemo-carried.h"
#include "hemo-decode.h"
#include "hemo-pdf-mail.h"

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

static void
check_keys(HemoSlice mail)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(hemo_carried_answer(mail));
    g_autoptr(GVariant) certificates = g_variant_lookup_value(values, "certificates", NULL);
    g_autoptr(GVariant) keys = g_variant_lookup_value(values, "keys", NULL);
    gboolean is_signed = FALSE;

    g_variant_lookup(values, "signed", "b", &is_signed);
    g_assert_true(g_variant_is_normal_form(values));
    g_assert_true(keys == NULL || g_variant_n_children(keys) <= 4);
    if (certificates != NULL)
        g_assert_true((g_variant_n_children(certificates) > 0) == is_signed);
}

static void
check_pdf(HemoSlice mail)
{
    g_auto(HemoPdfMail) content = {0};
    const char *failure = hemo_pdf_mail_read(mail, &content);
    HemoSlice text = hemo_secret_slice(content.text);

    g_assert_true(failure == NULL || *failure != '\0');
    g_assert_true(text.size == 0 ||
                  g_utf8_validate((const char *)text.data, (gssize)text.size, NULL));
    for (guint i = 0; i < content.files->len; i++) {
        const HemoPdfFile *file = content.files->pdata[i];

        g_assert_true(g_utf8_validate(file->name, -1, NULL));
        g_assert_cmpuint(strlen(file->name), >, 0);
        g_assert_null(strchr(file->name, '/'));
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const HemoDecodeOptions options[] = {{.from = "ana@example.org"},
                                                {.is_report = TRUE}};
    g_autofree char *digest = NULL;

    g_mime_init();
    check_keys(hemo_slice(data, size));
    check_pdf(hemo_slice(data, size));
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
