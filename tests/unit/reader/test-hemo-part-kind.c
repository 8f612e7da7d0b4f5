/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-part-kind.h"

static void
test_kinds(void)
{
    static const struct {
        const char *media_type;
        HemoPartKind kind;
    } cases[] = {
        {"text/plain", HEMO_PART_KIND_TEXT},
        {"text/csv", HEMO_PART_KIND_TEXT},
        {"text/html", HEMO_PART_KIND_HTML},
        {"text/rtf", HEMO_PART_KIND_UNREADABLE},
        {"message/rfc822", HEMO_PART_KIND_MAIL},
        {"message/delivery-status", HEMO_PART_KIND_TEXT},
        {"message/external-body", HEMO_PART_KIND_UNREADABLE},
        {"application/pgp-signature", HEMO_PART_KIND_SIGNATURE},
        {"application/pdf", HEMO_PART_KIND_UNREADABLE},
        {"application/json", HEMO_PART_KIND_UNREADABLE},
        {"image/svg+xml", HEMO_PART_KIND_UNREADABLE},
        {"image/png", HEMO_PART_KIND_PICTURE},
        {"", HEMO_PART_KIND_UNREADABLE},
        {"x/y", HEMO_PART_KIND_UNREADABLE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hemo_part_kind_find(cases[i].media_type), ==, cases[i].kind);
}

static void
test_words(void)
{
    static const struct {
        const char *media_type;
        const char *head;
        const char *words;
    } cases[] = {
        {"application/pdf", "", "a PDF document"},
        {"application/octet-stream", "%PDF-1.7", "a PDF document"},
        {"application/octet-stream", "\211PNG\r\n", "a picture"},
        {"application/octet-stream", "", "a file of a kind that cannot be read"},
        {"application/zip", "PK\003\004\024", "an archive"},
        {"application/zip", "PK\003\004\024x\001", "an encrypted archive"},
        {"application/octet-stream", "PK\003\004\024x\011", "an encrypted archive"},
        {"image/jpeg", "", "a picture"},
        {"x/y", "", "a file of a kind that cannot be read"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(
            hemo_part_kind_words(cases[i].media_type, hemo_slice_text(cases[i].head)),
            ==,
            cases[i].words);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/part-kind/kinds", test_kinds);
    g_test_add_func("/part-kind/words", test_words);
    return g_test_run();
}
