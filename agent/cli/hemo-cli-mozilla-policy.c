/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-mozilla-policy.h.  Of the two places that Thunderbird looks into, the first one
 * that has the file counts.
 */
#include "hemo-cli-mozilla-policy.h"

#include "hemo-cli-file.h"
#include "hemo-mozilla-prefs.h"

#include <json-glib/json-glib.h>

static const char *const places[] = {
    "/etc/thunderbird/policies/policies.json",
    "/usr/lib/thunderbird/distribution/policies.json",
};

static JsonObject *
get_object(JsonObject *object, const char *name)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, name) : NULL;

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static GBytes *
read_file(const char *root)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat(root, places[i], NULL);
        GBytes *bytes = hemo_cli_file_read(path, NULL);

        if (bytes != NULL)
            return bytes;
    }
    return NULL;
}

/* "policies", or NULL. */
static JsonObject *
load(JsonParser *parser, const char *root)
{
    g_autoptr(GBytes) bytes = read_file(root);
    JsonNode *node;

    if (bytes == NULL || g_bytes_get_size(bytes) == 0 ||
        !json_parser_load_from_data(parser,
                                    g_bytes_get_data(bytes, NULL),
                                    (gssize)g_bytes_get_size(bytes),
                                    NULL))
        return NULL;
    node = json_parser_get_root(parser);
    return node != NULL && JSON_NODE_HOLDS_OBJECT(node)
               ? get_object(json_node_get_object(node), "policies")
               : NULL;
}

gboolean
hemo_cli_mozilla_policy_installs(const char *root, const char *id)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *addons = get_object(load(parser, root), "ExtensionSettings");
    JsonObject *addon = get_object(addons, id);
    JsonNode *mode = addon != NULL ? json_object_get_member(addon, "installation_mode") : NULL;

    return mode != NULL && json_node_get_value_type(mode) == G_TYPE_STRING &&
           g_str_has_suffix(json_node_get_string(mode), "_installed");
}

/* As a literal; NULL for what a setting cannot be. */
static char *
literal(JsonNode *node)
{
    GType type = node != NULL ? json_node_get_value_type(node) : G_TYPE_INVALID;

    if (type == G_TYPE_BOOLEAN)
        return g_strdup(json_node_get_boolean(node) ? "true" : "false");
    if (type == G_TYPE_INT64)
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
    return type == G_TYPE_STRING ? hemo_mozilla_prefs_quote(json_node_get_string(node)) : NULL;
}

static void
add_pref(JsonObject *prefs, const char *name, JsonNode *node, gpointer data)
{
    GString *text = data;
    JsonObject *object = get_object(prefs, name);
    g_autofree char *value =
        literal(object != NULL ? json_object_get_member(object, "Value") : node);
    g_autofree char *quoted = hemo_mozilla_prefs_quote(name);

    if (value != NULL)
        g_string_append_printf(text, "pref(%s, %s);\n", quoted, value);
}

char *
hemo_cli_mozilla_policy_prefs(const char *root)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *prefs = get_object(load(parser, root), "Preferences");
    GString *text = g_string_new(NULL);

    if (prefs != NULL)
        json_object_foreach_member(prefs, add_pref, text);
    return g_string_free(text, FALSE);
}
