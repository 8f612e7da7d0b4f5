/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-json-text.h"

static const struct {
    const char *value;
    const char *json;
} rows[] = {
    {"{'a': <'b'>, 'c': <1>}", "{\"a\":\"b\",\"c\":1}"},
    {"@a{sv} {}", "{}"},
    {"@aa{sv} []", "[]"},
    {"[{'x': <true>}, {'x': <false>}]", "[{\"x\":true},{\"x\":false}]"},
    {"['one', 'two']", "[\"one\",\"two\"]"},
    {"{'a': <@ms nothing>, 'b': <@mu 256>, 'c': <@ms 'x'>}",
     "{\"a\":null,\"b\":256,\"c\":\"x\"}"},
    {"('a', uint16 7, int64 -9007199254740993, uint64 18446744073709551615, byte 0x20)",
     "[\"a\",7,-9007199254740993,18446744073709551615,32]"},
    {"[0.5, -2.0]", "[0.5,-2]"},
    {"handle 3", "null"},
    {"'quote \" back \\\\ line \\n tab \\t bell \\u0007 del \\u007f'",
     "\"quote \\\" back \\\\ line \\n tab \\t bell \\u0007 del \\u007f\""},
    {"'Jos\xc3\xa9 \xe2\x82\xac'", "\"Jos\xc3\xa9 \xe2\x82\xac\""},
    {"''", "\"\""},
};

static void
test_values(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) value = g_variant_parse(NULL, rows[i].value, NULL, NULL, &error);
        g_autoptr(GString) text = g_string_new("> ");

        g_assert_no_error(error);
        hemo_json_text_append(text, value);
        g_assert_cmpstr(text->str + 2, ==, rows[i].json);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json-text/values", test_values);
    return g_test_run();
}
