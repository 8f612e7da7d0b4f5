/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-shorten.h.
 */
#include "hemo-native-shorten.h"

/* Best first, as the agent sorts them. */
static const struct {
    const char *name;
    gsize keep;
} long_lists[] = {
    {"reasons", 2},
    {"findings", 20},
    {"hops", 50},
};

static GVariant *shorten_value(GVariant *value);

static gsize
find_keep(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(long_lists); i++) {
        if (g_str_equal(long_lists[i].name, name))
            return long_lists[i].keep;
    }
    return G_MAXSIZE;
}

static GVariant *
shorten_list(GVariant *list, gsize keep)
{
    gsize n = MIN(g_variant_n_children(list), keep);
    GVariantBuilder shorter;

    g_variant_builder_init(&shorter, g_variant_get_type(list));
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(list, i);

        g_variant_builder_add_value(&shorter, shorten_value(child));
    }
    return g_variant_builder_end(&shorter);
}

static GVariant *
shorten_value(GVariant *value)
{
    if (g_variant_is_of_type(value, G_VARIANT_TYPE_VARDICT))
        return hemo_native_shorten(value);
    if (g_variant_is_of_type(value, G_VARIANT_TYPE("aa{sv}")))
        return shorten_list(value, G_MAXSIZE);
    return value;
}

static GVariant *
shorten_member(const char *name, GVariant *value)
{
    gsize keep = find_keep(name);

    if (keep < G_MAXSIZE && g_variant_is_of_type(value, G_VARIANT_TYPE_ARRAY))
        return shorten_list(value, keep);
    return shorten_value(value);
}

GVariant *
hemo_native_shorten(GVariant *values)
{
    GVariantBuilder shorter;
    GVariantIter iter;
    const char *name;
    GVariant *value;

    g_variant_builder_init(&shorter, G_VARIANT_TYPE_VARDICT);
    g_variant_iter_init(&iter, values);
    while (g_variant_iter_next(&iter, "{&sv}", &name, &value)) {
        g_variant_builder_add(&shorter, "{sv}", name, shorten_member(name, value));
        g_variant_unref(value);
    }
    return g_variant_builder_end(&shorter);
}
