/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-json.h"

#define FROM "\"from\": \"a@example.org\", \"text\": \"x\""

static void
test_members(void)
{
    g_autoptr(HemoComposeJson) mail = hemo_compose_json_read(hemo_slice_text(
        "{\"from\": \"a\", \"to\": [\"b\", \"c\"], \"text\": \"t\", \"html\": null,"
        " \"parts\": [{\"name\": \"n\", \"disposition\": \"inline\", \"cid\": \"i\"}, {}],"
        " \"fields\": [[\"X-A\", \"v\"]], \"receipt\": true}"));

    g_assert_nonnull(mail);
    g_assert_cmpstr(mail->from, ==, "a");
    g_assert_cmpstr(mail->to[1], ==, "c");
    g_assert_null(mail->to[2]);
    g_assert_null(mail->cc[0]);
    g_assert_null(mail->html);
    g_assert_null(mail->subject);
    g_assert_cmpuint(mail->n_parts, ==, 2);
    g_assert_true(mail->parts[0].is_inline);
    g_assert_cmpstr(mail->parts[0].cid, ==, "i");
    g_assert_false(mail->parts[1].is_inline);
    g_assert_cmpstr(mail->parts[1].type, ==, "");
    g_assert_cmpstr(mail->fields[0].body, ==, "v");
    g_assert_true(mail->wants_receipt);
}

static void
test_refused(void)
{
    static const char *const cases[] = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{}",
        "{" FROM,
        "{\"from\": \"a\"}",
        "{" FROM ", \"other\": 1}",
        "{" FROM ", \"to\": \"b\"}",
        "{" FROM ", \"to\": [1]}",
        "{" FROM ", \"to\": [null]}",
        "{" FROM ", \"to\": [[\"b\"]]}",
        "{" FROM ", \"subject\": {}}",
        "{" FROM ", \"subject\": \"\\u0000\"}",
        "{" FROM ", \"subject\": \"\\x\"}",
        "{" FROM ", \"subject\": \"\\u12\"}",
        "{" FROM ", \"receipt\": \"yes\"}",
        "{" FROM ", \"parts\": [1]}",
        "{" FROM ", \"parts\": {}}",
        "{" FROM ", \"parts\": [{\"path\": \"/etc/passwd\"}]}",
        "{" FROM ", \"parts\": [{\"disposition\": \"other\"}]}",
        "{" FROM ", \"fields\": [\"X-A\"]}",
        "{" FROM ", \"fields\": [[\"X-A\", \"b\", \"c\"]]}",
        "{" FROM "} more",
        "4{" FROM "}",
        "{}{" FROM "}",
        "{\"from\": \"\377\", \"text\": \"\"}",
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_null(hemo_compose_json_read(hemo_slice_text(cases[i])));
}

static void
test_escapes(void)
{
    static const struct {
        const char *json;
        const char *text;
    } cases[] = {
        {"\\\\u0000", "\\u0000"},
        {"\\\" [[[[[[[[[[ {{{{{{{{{{", "\" [[[[[[[[[[ {{{{{{{{{{"},
        {"\\t\\n\\/\\u00e9", "\t\n/\303\251"},
        {"\\ud83d\\ude00", "\360\237\230\200"},
        {"\\uD83D\\uDE00", "\360\237\230\200"},
        {"\\ud800", "\357\277\275"},
        {"\\ud800x\\udc00", "\357\277\275x\357\277\275"},
        {"\\ud800\\ud83d\\ude00", "\357\277\275\360\237\230\200"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *json =
            g_strdup_printf(" {\"from\": \"a\", \"text\": \"%s\"}\n", cases[i].json);
        g_autoptr(HemoComposeJson) mail = hemo_compose_json_read(hemo_slice_text(json));

        g_assert_nonnull(mail);
        g_assert_cmpstr(mail->text, ==, cases[i].text);
    }
}

/* What would make a recursive reader fall over. */
static void
test_depth(void)
{
    g_autofree char *deep = g_strnfill(1000000, '[');
    g_autofree char *json = g_strconcat("{" FROM ", \"to\": ", deep, NULL);
    g_autofree char *closed = g_strnfill(1000000, ']');

    g_assert_null(hemo_compose_json_read(hemo_slice_text(json)));
    g_assert_null(hemo_compose_json_read(hemo_slice_text(closed)));
}

static void
test_long_lists(void)
{
    g_autoptr(GString) json = g_string_new("{" FROM ", \"to\": [\"a\"");

    for (guint i = 0; i < 100000; i++)
        g_string_append(json, ",\"a\"");
    g_string_append(json, "]}");
    g_assert_null(hemo_compose_json_read(hemo_slice_text(json->str)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compose-json/members", test_members);
    g_test_add_func("/compose-json/refused", test_refused);
    g_test_add_func("/compose-json/escapes", test_escapes);
    g_test_add_func("/compose-json/depth", test_depth);
    g_test_add_func("/compose-json/long-lists", test_long_lists);
    return g_test_run();
}
