/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-object.h.
 */
#include "hemo-cli-object.h"

const char *
hemo_cli_object_text(GVariant *object, const char *key)
{
    const char *text = NULL;

    if (!g_variant_lookup(object, key, "&s", &text))
        g_variant_lookup(object, key, "m&s", &text);
    return text != NULL ? text : "";
}

const char **
hemo_cli_object_texts(GVariant *object, const char *key)
{
    const char **texts = NULL;

    g_variant_lookup(object, key, "^a&s", &texts);
    return texts;
}

GVariant *
hemo_cli_object_list(GVariant *object, const char *key)
{
    return g_variant_lookup_value(object, key, G_VARIANT_TYPE("aa{sv}"));
}

GVariant *
hemo_cli_object_with(GVariant *object, const char *key, GVariant *value)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    GVariantIter iter;
    const char *name;
    GVariant *other;

    g_variant_builder_add(&builder, "{sv}", key, value);
    g_variant_iter_init(&iter, object);
    while (g_variant_iter_loop(&iter, "{&sv}", &name, &other)) {
        if (!g_str_equal(name, key))
            g_variant_builder_add(&builder, "{sv}", name, other);
    }
    return g_variant_builder_end(&builder);
}
