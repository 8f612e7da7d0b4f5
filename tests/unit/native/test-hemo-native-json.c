/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-json.h"

static const char *const good[] = {
    "{}",
    "[]",
    " { \"a\" : [ 1 , -2.5e+10 , true , false , null , \"x\" ] } \r\n\t",
    "\"\"",
    "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\ud83d\\ude00 \\ud800\"",
    "0",
    "-0",
    "10E-1",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    "\"h\xc3\xa9\"",
};

static const char *const bad[] = {
    "",
    " ",
    "{",
    "}",
    "{]",
    "[}",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{\"a\":1}x",
    "{\"a\":1}{}",
    "'x'",
    "tru",
    "truex",
    "nul",
    "01",
    "1.",
    ".5",
    "-",
    "+1",
    "1e",
    "0x10",
    "NaN",
    "\"",
    "\"\\",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\u0000\"",
    "\"\n\"",
    "\"\xff\"",
    "/* */ 1",
    "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
};

static void
test_check(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        g_assert_true(hemo_native_json_check(hemo_slice_text(good[i])));
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(hemo_native_json_check(hemo_slice_text(bad[i])));
    g_assert_false(hemo_native_json_check(hemo_slice("\"a\0b\"", 5)));
}

/* As deep as memory goes: refused, not followed. */
static void
test_deep(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);

    for (gsize i = 0; i < 500000; i++)
        g_string_append_c(deep, '[');
    g_assert_false(hemo_native_json_check(hemo_slice(deep->str, deep->len)));
}

static void
test_member(void)
{
    static const char text[] =
        "{\"inner\": {\"id\": 7, \"x\": [\"]}\\\"\", {}]}, \"id\" : 42 ,"
        "\"word\":\"a,b\", \"yes\":true,\"list\":[1, [2,\"]\"] ,{\"a\":3}]}";
    static const struct {
        const char *name;
        const char *value;
        HemoNativeJson kind;
    } rows[] = {
        {"id", "42", HEMO_NATIVE_JSON_NUMBER},
        {"word", "\"a,b\"", HEMO_NATIVE_JSON_STRING},
        {"yes", "true", HEMO_NATIVE_JSON_BOOLEAN},
        {"inner", "{\"id\": 7, \"x\": [\"]}\\\"\", {}]}", HEMO_NATIVE_JSON_OBJECT},
        {"list", "[1, [2,\"]\"] ,{\"a\":3}]", HEMO_NATIVE_JSON_ARRAY},
        {"x", "", HEMO_NATIVE_JSON_NONE},
        {"i", "", HEMO_NATIVE_JSON_NONE},
        {"", "", HEMO_NATIVE_JSON_NONE},
    };
    HemoSlice object = hemo_slice_text(text);

    g_assert_true(hemo_native_json_check(object));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice value = hemo_native_json_member(object, rows[i].name);
        g_autofree char *found = hemo_slice_dup(value);

        g_assert_cmpstr(found, ==, rows[i].value);
        g_assert_cmpint(hemo_native_json_kind(value), ==, rows[i].kind);
    }
    g_assert_cmpuint(hemo_native_json_member(hemo_slice_text("[\"id\",1]"), "id").size, ==, 0);
    g_assert_cmpuint(hemo_native_json_member(HEMO_SLICE_EMPTY, "id").size, ==, 0);
}

static void
test_list(void)
{
    HemoSlice rest =
        hemo_native_json_inside(hemo_slice_text("[ \"a\" ,[],{ } , null,-1.5e3 ]"));
    static const char *const wanted[] = {"\"a\"", "[]", "{ }", "null", "-1.5e3"};
    HemoSlice value;

    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autofree char *found = NULL;

        g_assert_true(hemo_native_json_next(&rest, &value));
        found = hemo_slice_dup(value);
        g_assert_cmpstr(found, ==, wanted[i]);
    }
    g_assert_false(hemo_native_json_next(&rest, &value));
}

static void
test_text(void)
{
    static const struct {
        const char *value;
        const char *wanted; /* NULL: is no string */
    } rows[] = {
        {"\"\"", ""},
        {"\"a\\nb\\t\\\"\\\\\\/\\b\\f\\r\"", "a\nb\t\"\\/\b\f\r"},
        {"\"Jos\\u00e9 Jos\xc3\xa9 \\u20AC\"", "Jos\xc3\xa9 Jos\xc3\xa9 \xe2\x82\xac"},
        {"\"\\ud83d\\ude00!\"", "\xf0\x9f\x98\x80!"},
        {"\"\\ud83d!\"", "\xef\xbf\xbd!"},
        {"\"\\ude00\\ud83d\"", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\"\\ud83d\\u0041\"",
         "\xef\xbf\xbd"
         "A"},
        {"\"\\ud83d\\n\"", "\xef\xbf\xbd\n"},
        {"1", NULL},
        {"null", NULL},
        {"[\"a\"]", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoSecret) text = hemo_native_json_text(hemo_slice_text(rows[i].value));

        if (rows[i].wanted == NULL)
            g_assert_null(text);
        else
            g_assert_cmpstr(hemo_secret_text(text), ==, rows[i].wanted);
    }
}

static void
test_number(void)
{
    static const struct {
        const char *value;
        guint64 max;
        gboolean good;
        guint64 wanted;
    } rows[] = {
        {"0", 10, TRUE, 0},
        {"10", 10, TRUE, 10},
        {"11", 10, FALSE, 0},
        {"-1", 10, FALSE, 0},
        {"1.0", 10, FALSE, 0},
        {"1e1", 10, FALSE, 0},
        {"18446744073709551615", G_MAXUINT64, TRUE, G_MAXUINT64},
        {"18446744073709551616", G_MAXUINT64, FALSE, 0},
        {"10000000000000000000000000000000", G_MAXUINT64, FALSE, 0},
        {"\"1\"", 10, FALSE, 0},
        {"true", 10, FALSE, 0},
        {"", 10, FALSE, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint64 number = 0;

        g_assert_cmpint(
            hemo_native_json_number(hemo_slice_text(rows[i].value), rows[i].max, &number),
            ==,
            rows[i].good);
        g_assert_cmpuint(number, ==, rows[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-json/check", test_check);
    g_test_add_func("/native-json/deep", test_deep);
    g_test_add_func("/native-json/member", test_member);
    g_test_add_func("/native-json/list", test_list);
    g_test_add_func("/native-json/text", test_text);
    g_test_add_func("/native-json/number", test_number);
    return g_test_run();
}
