/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a frame of the add-on: what is taken for JSON falls into values that are JSON
 * again, a text survives being written and read, and a dictionary has only known members.
 */
#include "hemo-json-text.h"
#include "hemo-native-value.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void walk(HemoSlice value);

static void
check_text(HemoSlice value)
{
    g_autoptr(HemoSecret) text = hemo_native_json_text(value);
    g_autoptr(GVariant) string =
        g_variant_ref_sink(g_variant_new_string(hemo_secret_text(text)));
    g_autoptr(GString) written = g_string_new(NULL);
    g_autoptr(HemoSecret) again = NULL;

    g_assert_cmpuint(strlen(hemo_secret_text(text)), ==, hemo_secret_size(text));
    hemo_json_text_append(written, string);
    g_assert_true(hemo_native_json_check(hemo_slice(written->str, written->len)));
    again = hemo_native_json_text(hemo_slice(written->str, written->len));
    g_assert_cmpstr(hemo_secret_text(again), ==, hemo_secret_text(text));
}

static void
walk_object(HemoSlice object)
{
    HemoSlice rest = hemo_native_json_inside(object);
    HemoSlice name;
    HemoSlice value;

    while (hemo_native_json_next_member(&rest, &name, &value)) {
        check_text(name);
        walk(value);
    }
    g_assert_cmpuint(hemo_slice_strip(rest).size, ==, 0);
}

static void
walk_array(HemoSlice array)
{
    HemoSlice rest = hemo_native_json_inside(array);
    HemoSlice value;

    while (hemo_native_json_next(&rest, &value))
        walk(value);
    g_assert_cmpuint(hemo_slice_strip(rest).size, ==, 0);
}

static void
walk(HemoSlice value)
{
    g_assert_true(hemo_native_json_check(value));
    switch (hemo_native_json_kind(value)) {
    case HEMO_NATIVE_JSON_OBJECT:
        walk_object(value);
        return;
    case HEMO_NATIVE_JSON_ARRAY:
        walk_array(value);
        return;
    case HEMO_NATIVE_JSON_STRING:
        check_text(value);
        return;
    case HEMO_NATIVE_JSON_NUMBER:
    case HEMO_NATIVE_JSON_BOOLEAN:
    case HEMO_NATIVE_JSON_NULL:
        return;
    case HEMO_NATIVE_JSON_NONE:
        g_assert_not_reached();
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static const HemoNativeValue known[] = {{"from", "s"},
                                            {"to", "as"},
                                            {"sent", "a(sas)"},
                                            {"port", "q"},
                                            {"last", "b"},
                                            {NULL, NULL}};
    HemoSlice text = hemo_slice_strip(hemo_slice(data, size));
    g_autoptr(GVariant) dict = NULL;

    if (!hemo_native_json_check(text))
        return 0;
    walk(text);
    dict = hemo_native_value_dict(text, known, NULL);
    if (dict != NULL)
        g_assert_true(g_variant_is_normal_form(g_variant_ref_sink(dict)));
    return 0;
}
