/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-profile.h.
 */
#include "hemo-mozilla-profile.h"

#define INSTALL "Install"
#define PROFILE "Profile"

static void
add(GPtrArray *paths, const HemoIniText *ini, const char *group, const char *key)
{
    g_autofree char *path = hemo_ini_text_get(ini, group, key);

    if (path != NULL && *path != '\0' &&
        !g_ptr_array_find_with_equal_func(paths, path, g_str_equal, NULL))
        g_ptr_array_add(paths, g_steal_pointer(&path));
}

/* "[Install0123456789ABCDEF]"; in installs.ini each group is one. */
static void
add_installs(GPtrArray *paths, const HemoIniText *ini, const char *prefix)
{
    g_auto(GStrv) groups = hemo_ini_text_groups(ini);

    for (guint i = 0; groups[i] != NULL; i++) {
        if (g_str_has_prefix(groups[i], prefix))
            add(paths, ini, groups[i], "Default");
    }
}

static void
add_profiles(GPtrArray *paths, const HemoIniText *ini, gboolean only_default)
{
    g_auto(GStrv) groups = hemo_ini_text_groups(ini);

    for (guint i = 0; groups[i] != NULL; i++) {
        g_autofree char *marked = hemo_ini_text_get(ini, groups[i], "Default");

        if (g_str_has_prefix(groups[i], PROFILE) &&
            (!only_default || g_strcmp0(marked, "1") == 0))
            add(paths, ini, groups[i], "Path");
    }
}

GStrv
hemo_mozilla_profile_find(const HemoIniText *profiles, const HemoIniText *installs)
{
    GPtrArray *paths = g_ptr_array_new();

    add_installs(paths, profiles, INSTALL);
    add_installs(paths, installs, "");
    if (paths->len == 0)
        add_profiles(paths, profiles, TRUE);
    if (paths->len == 0)
        add_profiles(paths, profiles, FALSE);
    g_ptr_array_add(paths, NULL);
    return (GStrv)g_ptr_array_free(paths, FALSE);
}
