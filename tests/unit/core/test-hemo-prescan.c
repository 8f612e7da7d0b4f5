/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-prescan.h"

#include "hemo-limits.h"

static HemoPrescan
check(const GString *mail)
{
    return hemo_prescan_check(hemo_slice(mail->str, mail->len));
}

static void
append_many(GString *mail, const char *text, guint times)
{
    for (guint i = 0; i < times; i++)
        g_string_append(mail, text);
}

static void
test_ordinary(void)
{
    static const char *const mails[] = {
        "",
        "\n",
        "Subject: x\r\n\r\nhello\r\n-- \r\nme\r\n",
        "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\none\n--b\n\ntwo\n--b--\n",
        "Content-Type: multipart/mixed\n\n--b\n\none\n",
        "Content-Type: message/rfc822\n\nSubject: in\n\nhello\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
        g_assert_cmpint(hemo_prescan_check(hemo_slice_text(mails[i])), ==, HEMO_PRESCAN_FINE);
}

static void
test_parts(void)
{
    static const char *const types[] = {
        "Content-Type: multipart/mixed; boundary=b\n\n",
        "Content-Type: multipart/mixed; BOUNDARY = \"b\"\r\n\r\n",
        "Content-Type : multipart/mixed;\n boundary=\"b\"\n\n",
        "Content-Type: multipart/mixed; boundary=\"\\b\"\n\n",
        "Content-Type: multipart/mixed; boundary*0=b\n\n",
        "Content-Type: multipart/mixed; boundary=(c)b\n\n",
        "Content-Type: multipart/mixed; boundary=c; boundary=b\n\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autoptr(GString) mail = g_string_new(types[i]);

        append_many(mail, "--b\n\nx\n", HEMO_LIMIT_PARTS - 1);
        g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_FINE);
        g_string_append(mail, "--b\n\nx\n");
        g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_PARTS);
    }
}

/* Lines that only look like boundaries are text. */
static void
test_no_parts(void)
{
    static const char *const lines[] = {"--\n", "-- \n", "--bb\n", "--b x\n", "--c--\n"};

    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) mail =
            g_string_new("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n");

        append_many(mail, lines[i], HEMO_LIMIT_PARTS + 10);
        g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_FINE);
    }
}

static void
append_nested(GString *mail, guint depth)
{
    for (guint i = 0; i < depth; i++)
        g_string_append_printf(mail,
                               "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n",
                               i,
                               i);
}

static void
test_depth(void)
{
    g_autoptr(GString) mail = g_string_new(NULL);
    g_autoptr(GString) attached = g_string_new(NULL);
    g_autoptr(GString) digest =
        g_string_new("Content-Type: multipart/digest; boundary=b\n\n--b\n\n");

    append_nested(mail, HEMO_LIMIT_DEPTH);
    g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_FINE);
    append_nested(mail, 1);
    g_string_append(mail, "\n");
    g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_DEPTH);

    append_many(attached, "Content-Type: message/rfc822\n\n", HEMO_LIMIT_DEPTH);
    g_assert_cmpint(check(attached), ==, HEMO_PRESCAN_FINE);
    append_many(attached, "Content-Type: message/rfc822\n\n", 1);
    g_assert_cmpint(check(attached), ==, HEMO_PRESCAN_DEPTH);

    append_nested(digest, HEMO_LIMIT_DEPTH - 1);
    g_assert_cmpint(check(digest), ==, HEMO_PRESCAN_DEPTH);
}

/* Parts beside each other are not inside each other. */
static void
test_siblings(void)
{
    g_autoptr(GString) mail = g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");

    append_many(mail,
                "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--c--\n",
                200);
    append_many(mail, "--b\nContent-Type: message/rfc822\n\nA: b\n\nx\n", 200);
    g_assert_cmpint(check(mail), ==, HEMO_PRESCAN_FINE);
}

static void
test_headers(void)
{
    g_autoptr(GString) one = g_string_new("A: ");
    g_autoptr(GString) many = g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");
    g_autoptr(GString) body = g_string_new("A: b\n\n");

    append_many(one, "(", HEMO_LIMIT_HEADER_BLOCK);
    g_assert_cmpint(check(one), ==, HEMO_PRESCAN_HEADERS);
    for (guint i = 0; i < 1000; i++) {
        g_string_append(many, "--b\nX: ");
        append_many(many, "1234567890", 30);
        g_string_append(many, "\n\n");
    }
    g_assert_cmpint(check(many), ==, HEMO_PRESCAN_HEADERS);
    append_many(body, "(", HEMO_LIMIT_HEADER_BLOCK);
    g_assert_cmpint(check(body), ==, HEMO_PRESCAN_FINE);
}

static void
test_size(void)
{
    g_autofree guint8 *zeros = g_malloc0(HEMO_LIMIT_MAIL + 1);

    g_assert_cmpint(hemo_prescan_check(hemo_slice(zeros, HEMO_LIMIT_MAIL + 1)),
                    ==,
                    HEMO_PRESCAN_SIZE);
}

static void
test_reason(void)
{
    for (int prescan = HEMO_PRESCAN_INVALID; prescan < HEMO_PRESCAN_FINE; prescan++)
        g_assert_cmpstr(hemo_prescan_reason((HemoPrescan)prescan), !=, "");
    g_assert_cmpstr(hemo_prescan_reason(HEMO_PRESCAN_FINE), ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/prescan/ordinary", test_ordinary);
    g_test_add_func("/prescan/parts", test_parts);
    g_test_add_func("/prescan/no-parts", test_no_parts);
    g_test_add_func("/prescan/depth", test_depth);
    g_test_add_func("/prescan/siblings", test_siblings);
    g_test_add_func("/prescan/headers", test_headers);
    g_test_add_func("/prescan/size", test_size);
    g_test_add_func("/prescan/reason", test_reason);
    return g_test_run();
}
