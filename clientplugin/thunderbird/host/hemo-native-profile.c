/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-profile.h.
 */
#include "hemo-native-profile.h"

#include "hemo-error.h"
#include "hemo-mozilla-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LOCK "/.parentlock" /* open as long as Thunderbird uses the profile */

static char *
find_lock(GPid parent)
{
    g_autofree char *folder = g_strdup_printf("/proc/%d/fd", (int)parent);
    g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
    const char *name = open != NULL ? g_dir_read_name(open) : NULL;

    for (; name != NULL; name = g_dir_read_name(open)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *target = g_file_read_link(path, NULL);

        if (target != NULL && *target == '/' && g_str_has_suffix(target, LOCK))
            return g_strndup(target, strlen(target) - strlen(LOCK));
    }
    return NULL;
}

/* The words of a command line, each ended by a NUL. */
static GStrv
read_command(GPid process)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/cmdline", (int)process);
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    g_autofree char *text = NULL;
    gsize size = 0;

    if (g_file_get_contents(path, &text, &size, NULL)) {
        for (gsize at = 0; at < size; at += strlen(text + at) + 1)
            g_strv_builder_add(words, text + at);
    }
    return g_strv_builder_end(words);
}

/* Thunderbird takes one hyphen or two. */
static char *
find_named(GPid parent)
{
    g_auto(GStrv) words = read_command(parent);

    for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++) {
        if ((g_ascii_strcasecmp(words[i], "--profile") == 0 ||
             g_ascii_strcasecmp(words[i], "-profile") == 0) &&
            g_path_is_absolute(words[i + 1]))
            return g_strdup(words[i + 1]);
    }
    return NULL;
}

static HemoIniText *
read_ini(const char *root, const char *name)
{
    g_autofree char *path = g_build_filename(root, name, NULL);
    g_autofree char *text = NULL;
    gsize size = 0;

    /* a FIFO would keep us waiting for ever */
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        !g_file_get_contents(path, &text, &size, NULL))
        size = 0;
    return hemo_ini_text_new(hemo_slice(text, size));
}

static char *
find_usual(const char *root)
{
    g_autoptr(HemoIniText) profiles = read_ini(root, "profiles.ini");
    g_autoptr(HemoIniText) installs = read_ini(root, "installs.ini");
    g_auto(GStrv) found = hemo_mozilla_profile_find(profiles, installs);

    for (guint i = 0; found[i] != NULL; i++) {
        g_autofree char *folder = g_canonicalize_filename(found[i], root);

        if (g_file_test(folder, G_FILE_TEST_IS_DIR))
            return g_steal_pointer(&folder);
    }
    return NULL;
}

char *
hemo_native_profile_find(GPid parent, const char *root, GError **error)
{
    char *folder = find_lock(parent);

    if (folder == NULL)
        folder = find_named(parent);
    if (folder == NULL)
        folder = find_usual(root);
    if (folder == NULL)
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("Hemostat cannot find the settings of this Thunderbird"));
    return folder;
}
