/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-part.h"

#include <string.h>

#include "hemo-walk.h"

/* The body of @mail, kept alive by @ret_message. */
static GMimeObject *
parse(GByteArray *bytes, GMimeMessage **ret_message)
{
    *ret_message = hemo_walk_parse(bytes, g_mime_parser_options_get_default());
    g_assert_nonnull(*ret_message);
    return g_mime_message_get_mime_part(*ret_message);
}

static GByteArray
bytes_of(const char *text)
{
    return (GByteArray){(guint8 *)text, (guint)strlen(text)};
}

static void
test_media_type(void)
{
    GByteArray bytes = bytes_of("Content-Type: TEXT/Html; x=y\n\n");
    g_autoptr(GMimeMessage) message = NULL;
    g_autofree char *type = hemo_part_media_type(parse(&bytes, &message));

    g_assert_cmpstr(type, ==, "text/html");
}

static void
test_field(void)
{
    GByteArray bytes = bytes_of("Keywords: one\nX: y\nkeywords: =?iso-8859-1?Q?=E9?=\n\n");
    g_autoptr(GMimeMessage) message = NULL;
    g_autoptr(HemoSecret) text = NULL;

    parse(&bytes, &message);
    text = hemo_part_field(g_mime_object_get_header_list(GMIME_OBJECT(message)), "Keywords");
    g_assert_cmpstr(hemo_secret_text(text), ==, "one\n\303\251");
    g_assert_null(
        hemo_part_field(g_mime_object_get_header_list(GMIME_OBJECT(message)), "Subject"));
}

static void
test_ambiguous(void)
{
    static const struct {
        const char *mail;
        gboolean is_ambiguous;
    } cases[] = {
        {"\n", FALSE},
        {"Content-Type: text/plain; name=\"boundary=x; boundary=y\"\n\n", FALSE},
        {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n", FALSE},
        {"Content-Type: multipart/mixed;boundary=b;\n BOUNDARY=b\n\n--b\n\n--b--\n", TRUE},
        {"Content-Type: multipart/mixed\n\n", TRUE},
        {"Content-Type: text/plain\ncontent-type: text/plain\n\n", TRUE},
        {"Content-Transfer-Encoding: 7bit\nContent-transfer-encoding: 7bit\n\n", TRUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GByteArray bytes = bytes_of(cases[i].mail);
        g_autoptr(GMimeMessage) message = NULL;

        g_assert_cmpint(hemo_part_is_ambiguous(parse(&bytes, &message)),
                        ==,
                        cases[i].is_ambiguous);
    }
}

static void
test_content(void)
{
    GByteArray bytes = bytes_of("Content-Transfer-Encoding: base64\n\naGVsbG8=\n");
    g_autoptr(GMimeMessage) message = NULL;
    GMimePart *part = GMIME_PART(parse(&bytes, &message));
    g_autoptr(HemoSecret) content = hemo_part_content(part, 5);
    g_autoptr(HemoSecret) again = hemo_part_content(part, 5);

    g_assert_true(hemo_part_is_decodable(part));
    g_assert_cmpstr(hemo_secret_text(content), ==, "hello");
    g_assert_cmpstr(hemo_secret_text(again), ==, "hello");
    g_assert_null(hemo_part_content(part, 4));
}

/* Bytes that decoding passes over are sent all the same. */
static void
test_clean(void)
{
    static const struct {
        const char *mail;
        gboolean is_decodable;
        gboolean is_clean;
    } cases[] = {
        {"Content-Transfer-Encoding: x-none\n\nx\n", FALSE, TRUE},
        {"Content-Transfer-Encoding: 8bit\n\nx=y\n", TRUE, TRUE},
        {"Content-Transfer-Encoding: base64\n\naGVs\nbG8=\n\n", TRUE, TRUE},
        {"Content-Transfer-Encoding: base64\n\naGVsbG8=\naGVsbG8=\n", TRUE, FALSE},
        {"Content-Transfer-Encoding: base64\n\naGVsbG8=\n\nMrs. Penfold\n", TRUE, FALSE},
        {"Content-Transfer-Encoding: base64\n\nMrs. Penfold\n", TRUE, FALSE},
        {"Content-Transfer-Encoding: x-uuencode\n\nMrs. Penfold\nbegin 644 a\n`\nend\n",
         TRUE,
         FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        GByteArray bytes = bytes_of(cases[i].mail);
        g_autoptr(GMimeMessage) message = NULL;
        GMimePart *part = GMIME_PART(parse(&bytes, &message));

        g_assert_cmpint(hemo_part_is_decodable(part), ==, cases[i].is_decodable);
        g_assert_cmpint(hemo_part_is_clean(part), ==, cases[i].is_clean);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/part/media-type", test_media_type);
    g_test_add_func("/part/field", test_field);
    g_test_add_func("/part/ambiguous", test_ambiguous);
    g_test_add_func("/part/content", test_content);
    g_test_add_func("/part/clean", test_clean);
    return g_test_run();
}
