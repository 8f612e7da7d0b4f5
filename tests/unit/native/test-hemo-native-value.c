/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-value.h"

#include "hemo-error.h"

static const struct {
    const char *json;
    const char *type;
    const char *wanted; /* NULL: of another kind */
} rows[] = {
    {"\"a\\u00e9\"", "s", "'a\xc3\xa9'"},
    {"1", "s", NULL},
    {"[\"a\",\"b\"]", "as", "['a', 'b']"},
    {"[]", "as", "@as []"},
    {"[\"a\",1]", "as", NULL},
    {"\"a\"", "as", NULL},
    {"{}", "as", NULL},
    {"true", "b", "true"},
    {"false", "b", "false"},
    {"0", "b", NULL},
    {"65535", "q", "uint16 65535"},
    {"65536", "q", NULL},
    {"4294967295", "u", "uint32 4294967295"},
    {"4294967296", "u", NULL},
    {"4294967296", "t", "uint64 4294967296"},
    {"-1", "t", NULL},
    {"[[\"<a@b>\",[\"x@example.org\"]],[\"\",[]]]",
     "a(sas)",
     "[('<a@b>', ['x@example.org']), ('', [])]"},
    {"[[\"a\"]]", "a(sas)", NULL},
    {"[[[\"a\"],\"a\"]]", "a(sas)", NULL},
    {"[\"a\",[]]", "a(sas)", NULL},
    {"1", "d", NULL},
    {"", "s", NULL},
};

static void
test_read(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) value =
            hemo_native_value_read(hemo_slice_text(rows[i].json), rows[i].type);
        g_autofree char *text = value != NULL ? g_variant_print(value, TRUE) : NULL;

        if (value != NULL)
            g_variant_ref_sink(value);
        g_assert_cmpstr(text, ==, rows[i].wanted);
    }
}

static const HemoNativeValue known[] = {{"from", "s"}, {"to", "as"}, {NULL, NULL}};

static const struct {
    const char *json;
    const char *wanted; /* NULL: refused */
} dicts[] = {
    {"{\"to\":[\"a\"],\"from\":\"b\"}", "{'to': <['a']>, 'from': <'b'>}"},
    {"{}", "{}"},
    {"{\"from\":\"b\",\"colour\":\"red\"}", NULL},
    {"{\"from\":1}", NULL},
    {"{\"fro\":\"b\"}", NULL},
    {"{\"fr\\u006fm\":\"b\"}", NULL}, /* nobody writes it so */
    {"[]", NULL},
    {"null", NULL},
    {"", NULL},
};

static void
test_dict(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(dicts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) value =
            hemo_native_value_dict(hemo_slice_text(dicts[i].json), known, &error);
        g_autofree char *text = NULL;

        if (value != NULL)
            text = g_variant_print(g_variant_ref_sink(value), FALSE);
        if (value == NULL)
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_cmpstr(text, ==, dicts[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-value/read", test_read);
    g_test_add_func("/native-value/dict", test_dict);
    return g_test_run();
}
