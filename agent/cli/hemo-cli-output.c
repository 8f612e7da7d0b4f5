/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-output.h.
 */
#include "hemo-cli-output.h"

#include <json-glib/json-glib.h>

void
hemo_cli_output_object(GVariant *object)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(object);
    g_autofree char *text = json_gvariant_serialize_data(owned, NULL);

    g_print("%s\n", text);
}

void
hemo_cli_output_error(GError *error)
{
    g_printerr("hemostat: %s\n", error->message);
    g_error_free(error);
}

GVariant *
hemo_cli_output_with_file(GVariant *object, const char *file)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_autofree char *name = g_filename_display_name(file);
    GVariantIter iter;
    const char *key;
    GVariant *value;

    g_variant_builder_add(&builder, "{sv}", "file", g_variant_new_string(name));
    g_variant_iter_init(&iter, object);
    while (g_variant_iter_loop(&iter, "{&sv}", &key, &value))
        g_variant_builder_add(&builder, "{sv}", key, value);
    return g_variant_builder_end(&builder);
}
