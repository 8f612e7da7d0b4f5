/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-decoded.h"

static void
test_empty(void)
{
    g_autoptr(HemoDecoded) decoded = hemo_decoded_new();
    gsize count = 1;

    hemo_decoded_texts(decoded, &count);
    g_assert_cmpuint(count, ==, 0);
    hemo_decoded_unread(decoded, &count);
    g_assert_cmpuint(count, ==, 0);
    g_assert_cmpuint(hemo_decoded_subject(decoded).size, ==, 0);
    g_assert_null(hemo_decoded_digest(decoded));
    g_assert_null(hemo_decoded_references(decoded)[0]);
    g_assert_cmpstr(hemo_decoded_protection(decoded), ==, "none");
}

/* It keeps copies of names, and the bytes that it was given. */
static void
test_filled(void)
{
    g_autoptr(HemoDecoded) decoded = hemo_decoded_new();
    const HemoPhiText *texts;
    const HemoPhiUnread *unread;
    gsize count;

    for (guint i = 0; i < 100; i++) {
        g_autofree char *part = g_strdup_printf("%u", i);
        HemoSecret *text = hemo_secret_new_copy(hemo_slice_text(part));

        hemo_decoded_add_text(decoded, part, HEMO_TEXT_ATTACHMENT, "text/csv", text);
        hemo_decoded_add_unread(decoded, part, "a picture");
    }
    texts = hemo_decoded_texts(decoded, &count);
    g_assert_cmpuint(count, ==, 100);
    g_assert_cmpstr(texts[7].part, ==, "7");
    g_assert_cmpint(texts[7].role, ==, HEMO_TEXT_ATTACHMENT);
    g_assert_cmpstr(texts[7].media_type, ==, "text/csv");
    g_assert_true(hemo_slice_equal(texts[99].text, hemo_slice_text("99")));
    unread = hemo_decoded_unread(decoded, &count);
    g_assert_cmpuint(count, ==, 100);
    g_assert_cmpstr(unread[99].part, ==, "99");
    g_assert_cmpstr(unread[99].reason, ==, "a picture");
}

static void
test_values(void)
{
    g_autoptr(HemoDecoded) decoded = hemo_decoded_new();

    hemo_decoded_set_subject(decoded, hemo_secret_new_copy(hemo_slice_text("a")));
    hemo_decoded_set_subject(decoded, hemo_secret_new_copy(hemo_slice_text("b")));
    hemo_decoded_set_digest(decoded, g_strdup("d"));
    hemo_decoded_set_references(decoded, g_strsplit("<a> <b>", " ", -1));
    hemo_decoded_set_protection(decoded, "smime");
    g_assert_true(hemo_slice_equal(hemo_decoded_subject(decoded), hemo_slice_text("b")));
    g_assert_cmpstr(hemo_decoded_digest(decoded), ==, "d");
    g_assert_cmpstr(hemo_decoded_references(decoded)[1], ==, "<b>");
    g_assert_cmpstr(hemo_decoded_protection(decoded), ==, "smime");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decoded/empty", test_empty);
    g_test_add_func("/decoded/filled", test_filled);
    g_test_add_func("/decoded/values", test_values);
    return g_test_run();
}
