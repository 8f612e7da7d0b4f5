/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-mozilla-addon.h.  Of extensions.json only what is named here is looked at.
 */
#include "hemo-cli-mozilla-addon.h"

#include "hemo-cli-file.h"
#include "hemo-cli-mozilla-policy.h"

#include <json-glib/json-glib.h>

#define PROGRAM "{3550f703-e582-4d05-9a08-453d09bdfdc6}" /* Thunderbird */

static const char *const folders[] = {
    "/usr/share/mozilla/extensions/" PROGRAM,
    "/usr/lib/mozilla/extensions/" PROGRAM,
    "/usr/lib/thunderbird/distribution/extensions",
};

/* With one of these an add-on can change what is sent, or send by itself. */
static const char *const powers[] = {"compose",
                                     "compose.send",
                                     "messages.send",
                                     "experiments",
                                     NULL};

char *
hemo_cli_mozilla_addon_find_system(const HemoCliThunderbird *thunderbird)
{
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path =
            g_strconcat(thunderbird->root, folders[i], "/" HEMO_CLI_MOZILLA_ADDON_FILE, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer(&path);
    }
    return NULL;
}

char *
hemo_cli_mozilla_addon_path(const HemoCliThunderbird *thunderbird)
{
    return g_build_filename(thunderbird->profile,
                            "extensions",
                            HEMO_CLI_MOZILLA_ADDON_FILE,
                            NULL);
}

static JsonObject *
get_object(JsonObject *object, const char *name)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, name) : NULL;

    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static JsonArray *
get_array(JsonObject *object, const char *name)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, name) : NULL;

    return node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

static const char *
get_text(JsonObject *object, const char *name)
{
    JsonNode *node = object != NULL ? json_object_get_member(object, name) : NULL;

    return node != NULL && json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : "";
}

static gboolean
get_flag(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node != NULL && json_node_get_value_type(node) == G_TYPE_BOOLEAN &&
           json_node_get_boolean(node);
}

/* The object at @index, or NULL. */
static JsonObject *
get_element(JsonArray *array, guint index)
{
    JsonNode *node = json_array_get_element(array, index);

    return JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

/* NULL if Thunderbird has noted nothing. */
static JsonArray *
load(JsonParser *parser, const HemoCliThunderbird *thunderbird)
{
    g_autofree char *path = g_build_filename(thunderbird->profile, "extensions.json", NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);
    JsonNode *root;

    if (bytes == NULL || g_bytes_get_size(bytes) == 0 ||
        !json_parser_load_from_data(parser,
                                    g_bytes_get_data(bytes, NULL),
                                    (gssize)g_bytes_get_size(bytes),
                                    NULL))
        return NULL;
    root = json_parser_get_root(parser);
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root)
               ? get_array(json_node_get_object(root), "addons")
               : NULL;
}

static HemoCliMozillaAddon
find_by_files(const HemoCliThunderbird *thunderbird)
{
    g_autofree char *own = hemo_cli_mozilla_addon_path(thunderbird);
    g_autofree char *theirs = hemo_cli_mozilla_addon_find_system(thunderbird);

    return theirs != NULL || g_file_test(own, G_FILE_TEST_IS_REGULAR) ||
                   hemo_cli_mozilla_policy_installs(thunderbird->root,
                                                    HEMO_CLI_MOZILLA_ADDON_ID)
               ? HEMO_CLI_MOZILLA_ADDON_NEW
               : HEMO_CLI_MOZILLA_ADDON_ABSENT;
}

static HemoCliMozillaAddon
judge(JsonObject *addon, const HemoCliThunderbird *thunderbird)
{
    if (get_flag(addon, "userDisabled"))
        return HEMO_CLI_MOZILLA_ADDON_DISABLED;
    if (get_flag(addon, "appDisabled"))
        return HEMO_CLI_MOZILLA_ADDON_REFUSED;
    if (!g_file_test(get_text(addon, "path"), G_FILE_TEST_EXISTS))
        return find_by_files(thunderbird);
    return get_flag(addon, "active") ? HEMO_CLI_MOZILLA_ADDON_ACTIVE
                                     : HEMO_CLI_MOZILLA_ADDON_DISABLED;
}

HemoCliMozillaAddon
hemo_cli_mozilla_addon_find(const HemoCliThunderbird *thunderbird)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *addons = load(parser, thunderbird);

    for (guint i = 0; addons != NULL && i < json_array_get_length(addons); i++) {
        JsonObject *addon = get_element(addons, i);

        if (g_str_equal(get_text(addon, "id"), HEMO_CLI_MOZILLA_ADDON_ID))
            return judge(addon, thunderbird);
    }
    return find_by_files(thunderbird);
}

static gboolean
has_power(JsonObject *addon)
{
    JsonArray *permissions = get_array(get_object(addon, "userPermissions"), "permissions");

    for (guint i = 0; permissions != NULL && i < json_array_get_length(permissions); i++) {
        JsonNode *node = json_array_get_element(permissions, i);

        if (json_node_get_value_type(node) == G_TYPE_STRING &&
            g_strv_contains(powers, json_node_get_string(node)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_other(JsonObject *addon)
{
    return addon != NULL && get_flag(addon, "active") &&
           !g_str_equal(get_text(addon, "id"), HEMO_CLI_MOZILLA_ADDON_ID) &&
           !g_str_has_prefix(get_text(addon, "location"), "app-builtin") && has_power(addon);
}

GStrv
hemo_cli_mozilla_addon_find_others(const HemoCliThunderbird *thunderbird)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonArray *addons = load(parser, thunderbird);
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; addons != NULL && i < json_array_get_length(addons); i++) {
        JsonObject *addon = get_element(addons, i);
        const char *name = get_text(get_object(addon, "defaultLocale"), "name");

        if (is_other(addon))
            g_ptr_array_add(names, g_strdup(*name != '\0' ? name : get_text(addon, "id")));
    }
    g_ptr_array_add(names, NULL);
    return (GStrv)g_ptr_array_free(names, FALSE);
}
