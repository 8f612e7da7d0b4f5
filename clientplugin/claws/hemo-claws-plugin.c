/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The entry points that Claws Mail looks for in an add-on.  Loading succeeds without
 * an agent too: an add-on that does not load lets mail go unprotected.
 */
#include "hemo-claws-arrival.h"
#include "hemo-claws-badge-bar.h"
#include "hemo-claws-compose-bar.h"
#include "hemo-claws-notice.h"
#include "hemo-claws-sender.h"
#include "hemo-claws-settings.h"

#include "plugin.h"
#include "version.h"

#include <glib/gi18n-lib.h>

/* Claws Mail loads an add-on once and hands it nothing to keep its state in. */
static HemoClaws claws;

G_MODULE_EXPORT gint
plugin_init(gchar **error)
{
    bindtextdomain(GETTEXT_PACKAGE, HEMOSTAT_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    if (!check_plugin_version(MAKE_NUMERIC_VERSION(4, 1, 1, 0),
                              VERSION_NUMERIC,
                              _("Hemostat"),
                              error))
        return -1;
    claws.link = hemo_agent_link_new("claws-mail");
    claws.settings = hemo_claws_settings_new(&claws);
    claws.notice = hemo_claws_notice_new(&claws);
    claws.compose_bar = hemo_claws_compose_bar_new(&claws);
    claws.sender = hemo_claws_sender_new(&claws);
    claws.arrival = hemo_claws_arrival_new(&claws);
    claws.badge_bar = hemo_claws_badge_bar_new(&claws);
    hemo_agent_link_keep(claws.link);
    return 0;
}

/* FALSE keeps the code in memory: answers of the agent may still be under way, and GObject does
 * not forget our types. */
G_MODULE_EXPORT gboolean
plugin_done(void)
{
    g_clear_pointer(&claws.badge_bar, hemo_claws_badge_bar_free);
    g_clear_pointer(&claws.arrival, hemo_claws_arrival_free);
    g_clear_pointer(&claws.sender, hemo_claws_sender_free);
    g_clear_pointer(&claws.compose_bar, hemo_claws_compose_bar_free);
    g_clear_pointer(&claws.notice, hemo_claws_notice_free);
    g_clear_pointer(&claws.settings, hemo_claws_settings_free);
    hemo_agent_link_close(claws.link);
    g_clear_object(&claws.link);
    return FALSE;
}

G_MODULE_EXPORT const gchar *
plugin_name(void)
{
    return _("Hemostat");
}

G_MODULE_EXPORT const gchar *
plugin_desc(void)
{
    return _("Protects patient data in the mail that you send, and shows whether mail that you "
             "receive was transmitted over TLS.");
}

G_MODULE_EXPORT const gchar *
plugin_type(void)
{
    return "GTK3";
}

G_MODULE_EXPORT const gchar *
plugin_licence(void)
{
    return "GPL3+";
}

G_MODULE_EXPORT const gchar *
plugin_version(void)
{
    return PACKAGE_VERSION;
}

G_MODULE_EXPORT struct PluginFeature *
plugin_provides(void)
{
    static struct PluginFeature features[] = {
        {PLUGIN_PRIVACY, "Hemostat"},
        {PLUGIN_UTILITY, "Hemostat"},
        {PLUGIN_NOTHING, NULL},
    };

    return features;
}
