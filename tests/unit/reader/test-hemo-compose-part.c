/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-part.h"

#include <string.h>

#include "hemo-part.h"

static char *
written(GMimePart *part)
{
    return g_mime_object_to_string(GMIME_OBJECT(part), NULL);
}

static void
test_type(void)
{
    static const struct {
        const char *type;
        const char *content;
        const char *expected;
    } cases[] = {
        {"application/pdf", "x", "Content-Type: application/pdf\n"},
        {"Application/PDF; x=\"\r\nBcc: b\"", "x", "Content-Type: application/pdf\n"},
        {"", "x", "Content-Type: application/octet-stream\n"},
        {"rubbish", "x", "Content-Type: application/octet-stream\n"},
        {"a/b/c", "x", "Content-Type: application/octet-stream\n"},
        {"a\nb/c", "x", "Content-Type: application/octet-stream\n"},
        {"multipart/mixed", "x", "Content-Type: application/octet-stream\n"},
        {"message/partial", "x", "Content-Type: application/octet-stream\n"},
        {"text/csv", "caf\303\251", "Content-Type: text/csv; charset=utf-8\n"},
        {"text/csv", "caf\351", "Content-Type: text/csv\n"},
        {"message/rfc822", "Subject: x\n\ny\n", "Content-Type: message/rfc822\n"},
        {"message/rfc822", "Subject: x\r\n\ny\rz", "Content-Type: application/octet-stream\n"},
        {"message/rfc822", "", "Content-Type: application/octet-stream\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HemoComposeJsonPart description = {.type = cases[i].type};
        g_autoptr(GMimePart) part =
            hemo_compose_part_new_file(&description, hemo_slice_text(cases[i].content));
        g_autofree char *text = written(part);

        g_assert_true(g_str_has_prefix(text, cases[i].expected));
    }
}

/* An attached mail stands as it is if its lines may; else it is a file. */
static void
test_mail(void)
{
    g_autofree char *line = g_strnfill(998, 'x');
    g_autofree char *fitting = g_strconcat("\n", line, "\r\n", NULL);
    g_autofree char *too_long = g_strconcat("\n", line, "x\r\n", NULL);
    const struct {
        const char *content;
        const char *encoding;
    } cases[] = {
        {"Subject: x\n\ny\n", "7bit"},
        {"Subject: x\n\ncaf\351\n", "8bit"},
        {fitting, "7bit"},
        {too_long, "base64"},
        {"Subject: x\n\ny\r", "base64"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HemoComposeJsonPart description = {.type = "message/rfc822", .name = "a.eml"};
        HemoSlice content = hemo_slice_text(cases[i].content);
        g_autoptr(GMimePart) part = hemo_compose_part_new_file(&description, content);
        const char *encoding =
            g_mime_object_get_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");

        g_assert_cmpstr(encoding, ==, cases[i].encoding);
        g_assert_cmpint(hemo_compose_part_is_plain(&description, content),
                        ==,
                        strcmp(cases[i].encoding, "base64") != 0);
    }
}

static void
test_name(void)
{
    static const struct {
        const char *name;
        const char *expected; /* NULL: none */
    } cases[] = {
        {"a.pdf", "a.pdf"},
        {"caf\303\251 \"x\"; y=z.pdf", "caf\303\251 \"x\"; y=z.pdf"},
        {"a\r\nBcc: b.pdf", "a__Bcc: b.pdf"},
        {"../../etc/passwd", ".._.._etc_passwd"},
        {"c:\\x", "c:_x"},
        {"", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HemoComposeJsonPart description = {.type = "image/png", .name = cases[i].name};
        g_autoptr(GMimePart) part =
            hemo_compose_part_new_file(&description, hemo_slice_text("x"));
        g_autofree char *text = written(part);

        g_assert_cmpstr(g_mime_part_get_filename(part), ==, cases[i].expected);
        g_assert_true(g_str_is_ascii(text));
        g_assert_null(strstr(text, "\nBcc"));
    }
}

static void
test_picture(void)
{
    static const struct {
        const char *cid;
        gboolean is_fine;
    } cases[] = {
        {"part1.a@example.org", TRUE},
        {"a", TRUE},
        {NULL, FALSE},
        {"", FALSE},
        {"a>\r\nBcc: b", FALSE},
        {"a b", FALSE},
        {"<a>", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HemoComposeJsonPart description = {.type = "image/png",
                                                 .cid = cases[i].cid,
                                                 .is_inline = TRUE};
        g_autoptr(GMimePart) part =
            hemo_compose_part_new_file(&description, hemo_slice_text("x"));

        g_assert_cmpint(part != NULL, ==, cases[i].is_fine);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-part/type", test_type);
    g_test_add_func("/compose-part/mail", test_mail);
    g_test_add_func("/compose-part/name", test_name);
    g_test_add_func("/compose-part/picture", test_picture);
    return g_test_run();
}
