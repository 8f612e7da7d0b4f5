/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mozilla-prefs.h"

#include <string.h>

static HemoMozillaPrefs *
parse(const char *text)
{
    return hemo_mozilla_prefs_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY);
}

/* What each statement says; @want NULL: it says nothing.  "after" is always read. */
static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"user_pref(\"a\", true);", "true"},
    {"user_pref(\"a\", false);", "false"},
    {"user_pref(\"a\", 587);", "587"},
    {"user_pref(\"a\", -1);", "-1"},
    {"user_pref(\"a\", +7);", "7"},
    {"user_pref(\"a\", \"x\");", "\"x\""},
    {"user_pref('a', 'it\\'s');", "\"it's\""},
    {"user_pref(\"a\", \"say \\\"x\\\" \\\\ \\n\\r\");", "\"say \\\"x\\\" \\\\ \\n\\r\""},
    {"user_pref(\"a\", \"\\x41\\u00e9\");", "\"A\u00e9\""},
    {"user_pref(\"a\", \"\\uD83D\\uDE00\");", "\"\U0001f600\""},
    {"user_pref(\"a\", \"); user_pref(\");", "\"); user_pref(\""},
    {"user_pref(\"a\", \"two\nlines\");", "\"two\\nlines\""},
    {"pref(\"a\", 1, locked);", "1"},
    {"sticky_pref(\"a\", 1, sticky, locked);", "1"},
    {" user_pref /* x */ ( \"a\" // y\n , # z\n 5 ) ;", "5"},
    {"user_pref(\"a\", 1);user_pref(\"a\", 2);", "2"},
    {"// user_pref(\"a\", 1);\n", NULL},
    {"# user_pref(\"a\", 1);\n", NULL},
    {"/* user_pref(\"a\", 1); */", NULL},
    {"user_pref(\"a\", 1", NULL},
    {"user_pref(\"a\", 1) x", NULL},
    {"user_pref(\"a\" 1);", NULL},
    {"user_pref(\"a\", 1x);", NULL},
    {"user_pref(\"a\", maybe);", NULL},
    {"user_pref(\"a\", 99999999999);", NULL},
    {"user_pref(\"a\", 2147483648);", NULL},
    {"user_pref(\"a\", \"\\uD83D\");", NULL},
    {"user_pref(\"a\", \"\\x00\");", NULL},
    {"user_pref(\"a\", \"\\q\");", NULL},
    {"user_pref(a, 1);", NULL},
    {"other(\"a\", 1);", NULL},
    {"user_pref(\"a\", 1,);", "1"},
};

static void
test_statements(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text =
            g_strconcat(rows[i].text, ";\nuser_pref(\"after\", 3);\n", NULL);
        g_autoptr(HemoMozillaPrefs) prefs = parse(text);
        g_autofree char *literal = hemo_mozilla_prefs_literal(prefs, "a");

        g_test_message("%s", rows[i].text);
        g_assert_cmpstr(literal, ==, rows[i].want);
        g_assert_cmpint(hemo_mozilla_prefs_int(prefs, "after", 0), ==, 3);
    }
}

static void
test_cut_off(void)
{
    const char *text = "user_pref(\"a\", \"\\uD83D\\uDE00\"); /* x */ pref('b', -12);";

    for (gsize size = 0; size <= strlen(text); size++) {
        g_autoptr(HemoMozillaPrefs) prefs =
            hemo_mozilla_prefs_parse(hemo_slice(text, size), HEMO_SLICE_EMPTY);
        g_auto(GStrv) names = hemo_mozilla_prefs_names(prefs, "");

        g_assert_cmpuint(g_strv_length(names), <=, 2);
    }
}

static void
test_user_wins(void)
{
    g_autoptr(HemoMozillaPrefs) prefs =
        hemo_mozilla_prefs_parse(hemo_slice_text("user_pref(\"a\", 1);user_pref(\"b\", 1);"),
                                 hemo_slice_text("user_pref(\"a\", \"2\");"));

    g_assert_cmpint(hemo_mozilla_prefs_kind(prefs, "a"), ==, HEMO_MOZILLA_PREF_STRING);
    g_assert_cmpstr(hemo_mozilla_prefs_string(prefs, "a"), ==, "2");
    g_assert_cmpint(hemo_mozilla_prefs_int(prefs, "b", 0), ==, 1);
}

static void
test_kinds(void)
{
    g_autoptr(HemoMozillaPrefs) prefs =
        parse("user_pref(\"n\", 1); user_pref(\"t\", true); user_pref(\"s\", \"true\");");

    g_assert_true(hemo_mozilla_prefs_bool(prefs, "t", FALSE));
    g_assert_false(hemo_mozilla_prefs_bool(prefs, "s", FALSE));
    g_assert_true(hemo_mozilla_prefs_bool(prefs, "n", TRUE));
    g_assert_true(hemo_mozilla_prefs_bool(prefs, "none", TRUE));
    g_assert_cmpint(hemo_mozilla_prefs_int(prefs, "s", 9), ==, 9);
    g_assert_null(hemo_mozilla_prefs_string(prefs, "t"));
    g_assert_cmpint(hemo_mozilla_prefs_kind(prefs, "none"), ==, HEMO_MOZILLA_PREF_NONE);
}

static void
test_names(void)
{
    g_autoptr(HemoMozillaPrefs) prefs = parse("pref('m.b', 1); pref('m.a', 1); pref('n', 1);");
    g_auto(GStrv) names = hemo_mozilla_prefs_names(prefs, "m.");

    g_assert_cmpuint(g_strv_length(names), ==, 2);
    g_assert_cmpstr(names[0], ==, "m.a");
    g_assert_cmpstr(names[1], ==, "m.b");
}

static void
test_not_text(void)
{
    static const char bytes[] = "pref('a', '\xff\xfe'); pref('b', 'x\0y'); pref('c', 1);";
    g_autoptr(HemoMozillaPrefs) prefs =
        hemo_mozilla_prefs_parse(hemo_slice(bytes, sizeof bytes - 1), HEMO_SLICE_EMPTY);

    g_assert_true(g_utf8_validate(hemo_mozilla_prefs_string(prefs, "a"), -1, NULL));
    g_assert_null(hemo_mozilla_prefs_string(prefs, "b"));
    g_assert_cmpint(hemo_mozilla_prefs_int(prefs, "c", 0), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-prefs/statements", test_statements);
    g_test_add_func("/mozilla-prefs/cut-off", test_cut_off);
    g_test_add_func("/mozilla-prefs/user-wins", test_user_wins);
    g_test_add_func("/mozilla-prefs/kinds", test_kinds);
    g_test_add_func("/mozilla-prefs/names", test_names);
    g_test_add_func("/mozilla-prefs/not-text", test_not_text);
    return g_test_run();
}
