/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-value.h.
 */
#include "hemo-native-value.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>

static GVariant *
read_string(HemoSlice value)
{
    g_autoptr(HemoSecret) text = hemo_native_json_text(value);

    return text != NULL ? g_variant_new_string(hemo_secret_text(text)) : NULL;
}

static GVariant *
read_boolean(HemoSlice value)
{
    if (hemo_native_json_kind(value) != HEMO_NATIVE_JSON_BOOLEAN)
        return NULL;
    return g_variant_new_boolean(hemo_native_json_is_true(value));
}

static GVariant *
read_uint16(HemoSlice value)
{
    guint64 number = 0;

    return hemo_native_json_number(value, G_MAXUINT16, &number)
               ? g_variant_new_uint16((guint16)number)
               : NULL;
}

static GVariant *
read_uint32(HemoSlice value)
{
    guint64 number = 0;

    return hemo_native_json_number(value, G_MAXUINT32, &number)
               ? g_variant_new_uint32((guint32)number)
               : NULL;
}

static GVariant *
read_uint64(HemoSlice value)
{
    guint64 number = 0;

    return hemo_native_json_number(value, G_MAXUINT64, &number) ? g_variant_new_uint64(number)
                                                                : NULL;
}

/* A list whose every element @read takes. */
static GVariant *
read_list(HemoSlice value, const char *type, GVariant *(*read)(HemoSlice))
{
    HemoSlice rest = hemo_native_json_inside(value);
    HemoSlice element;
    GVariantBuilder list;

    if (hemo_native_json_kind(value) != HEMO_NATIVE_JSON_ARRAY)
        return NULL;
    g_variant_builder_init(&list, G_VARIANT_TYPE(type));
    while (hemo_native_json_next(&rest, &element)) {
        GVariant *taken = read(element);

        if (taken == NULL) {
            g_variant_builder_clear(&list);
            return NULL;
        }
        g_variant_builder_add_value(&list, taken);
    }
    return g_variant_builder_end(&list);
}

static GVariant *
read_strings(HemoSlice value)
{
    return read_list(value, "as", read_string);
}

/* ["id", ["address", ...]] */
static GVariant *
read_message(HemoSlice value)
{
    HemoSlice rest = hemo_native_json_inside(value);
    HemoSlice id;
    HemoSlice addresses;
    g_autoptr(GVariant) first = NULL;
    g_autoptr(GVariant) second = NULL;

    if (hemo_native_json_kind(value) != HEMO_NATIVE_JSON_ARRAY ||
        !hemo_native_json_next(&rest, &id) || !hemo_native_json_next(&rest, &addresses))
        return NULL;
    first = read_string(id);
    second = read_strings(addresses);
    if (first == NULL || second == NULL)
        return NULL;
    return g_variant_new("(@s@as)", g_steal_pointer(&first), g_steal_pointer(&second));
}

static GVariant *
read_messages(HemoSlice value)
{
    return read_list(value, "a(sas)", read_message);
}

static const struct {
    const char *type;
    GVariant *(*read)(HemoSlice value);
} readers[] = {
    {"s", read_string},
    {"as", read_strings},
    {"b", read_boolean},
    {"q", read_uint16},
    {"u", read_uint32},
    {"t", read_uint64},
    {"a(sas)", read_messages},
};

GVariant *
hemo_native_value_read(HemoSlice value, const char *type)
{
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (g_str_equal(readers[i].type, type))
            return readers[i].read(value);
    }
    return NULL;
}

/* @name is a string with its quotes. */
static GVariant *
read_member(HemoSlice name, HemoSlice value, const HemoNativeValue **known)
{
    HemoSlice text = hemo_native_json_inside(name);

    for (; (*known)->name != NULL; (*known)++) {
        if (hemo_slice_equal(text, hemo_slice_text((*known)->name)))
            return hemo_native_value_read(value, (*known)->type);
    }
    return NULL;
}

GVariant *
hemo_native_value_dict(HemoSlice object, const HemoNativeValue *known, GError **error)
{
    HemoSlice rest = hemo_native_json_inside(object);
    gboolean good = hemo_native_json_kind(object) == HEMO_NATIVE_JSON_OBJECT;
    HemoSlice name;
    HemoSlice value;
    GVariantBuilder dict;

    g_variant_builder_init(&dict, G_VARIANT_TYPE_VARDICT);
    while (good && hemo_native_json_next_member(&rest, &name, &value)) {
        const HemoNativeValue *member = known;
        GVariant *taken = read_member(name, value, &member);

        good = taken != NULL;
        if (good)
            g_variant_builder_add(&dict, "{sv}", member->name, taken);
    }
    if (good)
        return g_variant_builder_end(&dict);
    g_variant_builder_clear(&dict);
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the mail program sent something that Hemostat does not know"));
    return NULL;
}
