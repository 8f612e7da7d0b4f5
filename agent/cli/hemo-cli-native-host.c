/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-native-host.h.
 */
#include "hemo-cli-native-host.h"

#include "hemo-cli-file.h"
#include "hemo-cli-mozilla-addon.h"
#include "hemo-json-text.h"
#include "hemo-paths.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#define NAME    "org.hemostat.thunderbird"
#define FOLDER  "native-messaging-hosts"
#define PROGRAM "hemostat-native"
#define SYSTEM  "/usr/lib/mozilla/" FOLDER "/" NAME ".json"

char *
hemo_cli_native_host_path(const HemoCliThunderbird *thunderbird)
{
    return g_build_filename(thunderbird->home, ".mozilla", FOLDER, NAME ".json", NULL);
}

char *
hemo_cli_native_host_program(void)
{
    g_autofree char *path = hemo_paths_program(PROGRAM);

    return g_canonicalize_filename(path, NULL);
}

char *
hemo_cli_native_host_text(void)
{
    static const char *const addons[] = {HEMO_CLI_MOZILLA_ADDON_ID, NULL};
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_autofree char *program = hemo_cli_native_host_program();
    g_autoptr(GVariant) object = NULL;
    GString *text = g_string_new(NULL);

    g_variant_builder_add(&builder, "{sv}", "name", g_variant_new_string(NAME));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "description",
                          g_variant_new_string("Hemostat for Thunderbird"));
    g_variant_builder_add(&builder, "{sv}", "path", g_variant_new_string(program));
    g_variant_builder_add(&builder, "{sv}", "type", g_variant_new_string("stdio"));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "allowed_extensions",
                          g_variant_new_strv(addons, 1));
    object = g_variant_ref_sink(g_variant_builder_end(&builder));
    hemo_json_text_append(text, object);
    g_string_append_c(text, '\n');
    return g_string_free(text, FALSE);
}

static gboolean
is_text(JsonObject *object, const char *member, const char *text)
{
    JsonNode *node = json_object_get_member(object, member);

    return node != NULL && json_node_get_value_type(node) == G_TYPE_STRING &&
           g_str_equal(json_node_get_string(node), text);
}

static gboolean
allows_ours(JsonObject *object)
{
    JsonNode *node = json_object_get_member(object, "allowed_extensions");
    JsonArray *array =
        node != NULL && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;

    for (guint i = 0; array != NULL && i < json_array_get_length(array); i++) {
        JsonNode *one = json_array_get_element(array, i);

        if (json_node_get_value_type(one) == G_TYPE_STRING &&
            g_str_equal(json_node_get_string(one), HEMO_CLI_MOZILLA_ADDON_ID))
            return TRUE;
    }
    return FALSE;
}

static HemoCliNativeHost
judge_object(JsonObject *object)
{
    JsonNode *node = json_object_get_member(object, "path");
    const char *path = node != NULL && json_node_get_value_type(node) == G_TYPE_STRING
                           ? json_node_get_string(node)
                           : "";
    g_autofree char *program = hemo_cli_native_host_program();

    if (!is_text(object, "name", NAME) || !is_text(object, "type", "stdio") ||
        !g_path_is_absolute(path) || !allows_ours(object))
        return HEMO_CLI_NATIVE_HOST_WRONG;
    if (access(path, X_OK) != 0)
        return HEMO_CLI_NATIVE_HOST_GONE;
    return g_str_equal(path, program) ? HEMO_CLI_NATIVE_HOST_GOOD : HEMO_CLI_NATIVE_HOST_OTHER;
}

static HemoCliNativeHost
judge(const char *path)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);
    JsonNode *root;

    if (bytes == NULL || g_bytes_get_size(bytes) == 0)
        return HEMO_CLI_NATIVE_HOST_WRONG;
    json_parser_load_from_data(parser,
                               g_bytes_get_data(bytes, NULL),
                               (gssize)g_bytes_get_size(bytes),
                               NULL);
    root = json_parser_get_root(parser);
    return root != NULL && JSON_NODE_HOLDS_OBJECT(root)
               ? judge_object(json_node_get_object(root))
               : HEMO_CLI_NATIVE_HOST_WRONG;
}

HemoCliNativeHost
hemo_cli_native_host_find(const HemoCliThunderbird *thunderbird, char **ret_path)
{
    g_autofree char *own = hemo_cli_native_host_path(thunderbird);
    g_autofree char *theirs = g_strconcat(thunderbird->root, SYSTEM, NULL);
    gboolean has_own = g_file_test(own, G_FILE_TEST_EXISTS);
    HemoCliNativeHost host = HEMO_CLI_NATIVE_HOST_ABSENT;

    if (has_own || g_file_test(theirs, G_FILE_TEST_EXISTS))
        host = judge(has_own ? own : theirs);
    *ret_path = g_strdup(has_own || host == HEMO_CLI_NATIVE_HOST_ABSENT ? own : theirs);
    return host;
}

/* "4711 (hemostat-native) S 4700 ...", proc(5): the number behind the state is the parent's. */
static gboolean
is_child(const char *stat, gint parent)
{
    g_autofree char *name = g_strdup_printf(" (%s) ", PROGRAM);
    const char *behind = strstr(stat, name);
    g_auto(GStrv) fields = NULL;

    if (behind == NULL)
        return FALSE;
    fields = g_strsplit(behind + strlen(name), " ", 3);
    return fields[0] != NULL && fields[1] != NULL &&
           g_ascii_strtoll(fields[1], NULL, 10) == parent;
}

gboolean
hemo_cli_native_host_runs(const char *proc, gint parent)
{
    g_autoptr(GDir) processes = g_dir_open(proc, 0, NULL);
    const char *name;

    while (processes != NULL && (name = g_dir_read_name(processes)) != NULL) {
        g_autofree char *path = g_build_filename(proc, name, "stat", NULL);
        g_autofree char *stat = NULL;

        if (g_ascii_isdigit(*name) && g_file_get_contents(path, &stat, NULL, NULL) &&
            is_child(stat, parent))
            return TRUE;
    }
    return FALSE;
}
