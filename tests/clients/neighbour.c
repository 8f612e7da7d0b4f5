/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An add-on of somebody else, for tests: does at Send what $NEIGHBOUR says, and unloads
 * Hemostat as soon as the file $NEIGHBOUR_UNLOADS is there, as the person can in Claws
 * Mail's window of add-ons.
 */
#include "claws-features.h"

#include "compose.h"
#include "hooks.h"
#include "plugin.h"

#include <gtk/gtk.h>

#define LOOK 20 /* ms */

static gulong hook;
static guint timer;

static gboolean
on_send(gpointer source, gpointer data)
{
    Compose *compose = source;
    const char *deed = g_getenv("NEIGHBOUR");

    if (g_strcmp0(deed, "signs nothing") == 0)
        compose->use_signing = FALSE;
    else if (g_strcmp0(deed, "signs itself") == 0) {
        g_free(compose->privacy_system);
        compose->privacy_system = g_strdup("neighbour");
    } else if (g_strcmp0(deed, "adds the front desk") == 0)
        compose_entry_append(compose, "front.desk@oldtown-physio.lab", COMPOSE_BCC, PREF_NONE);
    return g_strcmp0(deed, "refuses") == 0;
}

static gboolean
on_look(gpointer data)
{
    const char *file = g_getenv("NEIGHBOUR_UNLOADS");

    if (file == NULL || !g_file_test(file, G_FILE_TEST_EXISTS))
        return G_SOURCE_CONTINUE;
    for (GSList *at = plugin_get_list(); at != NULL; at = at->next) {
        if (g_strcmp0(plugin_get_name(at->data), "Hemostat") == 0) {
            plugin_unload(at->data);
            break;
        }
    }
    timer = 0;
    return G_SOURCE_REMOVE;
}

gint
plugin_init(gchar **error)
{
    hook = hooks_register_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, on_send, NULL);
    timer = g_timeout_add(LOOK, on_look, NULL);
    return 0;
}

gboolean
plugin_done(void)
{
    hooks_unregister_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, hook);
    g_clear_handle_id(&timer, g_source_remove);
    return TRUE;
}

const gchar *
plugin_name(void)
{
    return "Neighbour";
}

const gchar *
plugin_desc(void)
{
    return "For tests.";
}

const gchar *
plugin_type(void)
{
    return "GTK3";
}

const gchar *
plugin_licence(void)
{
    return "GPL3+";
}

const gchar *
plugin_version(void)
{
    return "1";
}

struct PluginFeature *
plugin_provides(void)
{
    static struct PluginFeature features[] = {{PLUGIN_UTILITY, "Neighbour"},
                                              {PLUGIN_NOTHING, NULL}};

    return features;
}
