/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-settings.h.
 */
#include "hemo-native-settings.h"

#include "hemo-error.h"
#include "hemo-mozilla-override.h"
#include "hemo-native-profile.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define GENERAL   "/etc/thunderbird/pref"
#define MAX_BYTES (16 * 1024 * 1024) /* of a file; a large prefs.js has one */

static gboolean
read_file(const char *folder, const char *name, char **ret_text, gsize *ret_size)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf status;

    return g_stat(path, &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_size <= MAX_BYTES && g_file_get_contents(path, ret_text, ret_size, NULL);
}

/* All *.js of @folder, one behind the other. */
static HemoMozillaPrefs *
read_general(const char *folder)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name = files != NULL ? g_dir_read_name(files) : NULL;
    g_autoptr(GString) all = g_string_new(NULL);

    for (; name != NULL; name = g_dir_read_name(files)) {
        g_autofree char *text = NULL;
        gsize size = 0;

        if (g_str_has_suffix(name, ".js") && read_file(folder, name, &text, &size))
            g_string_append_c(g_string_append_len(all, text, (gssize)size), '\n');
    }
    return hemo_mozilla_prefs_parse(hemo_slice(all->str, all->len), HEMO_SLICE_EMPTY);
}

HemoNativeSettings *
hemo_native_settings_read(const char *profile, const char *general, GError **error)
{
    g_autofree char *prefs = NULL;
    g_autofree char *user = NULL;
    HemoNativeSettings *settings;
    gsize n_prefs = 0;
    gsize n_user = 0;

    read_file(profile, "user.js", &user, &n_user);
    if (!read_file(profile, "prefs.js", &prefs, &n_prefs) && n_user == 0) {
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("Hemostat cannot read the settings of this Thunderbird"));
        return NULL;
    }
    settings = g_new0(HemoNativeSettings, 1);
    /* The other way round than when Thunderbird starts: then it took user.js over, and wrote
     * into prefs.js what was changed afterwards. */
    settings->own =
        hemo_mozilla_prefs_parse(hemo_slice(user, n_user), hemo_slice(prefs, n_prefs));
    settings->general = read_general(general);
    read_file(profile, "cert_override.txt", &settings->overrides, &settings->n_overrides);
    return settings;
}

HemoNativeSettings *
hemo_native_settings_load(GError **error)
{
    g_autofree char *root = g_build_filename(g_get_home_dir(), ".thunderbird", NULL);
    g_autofree char *profile = hemo_native_profile_find(getppid(), root, error);

    return profile != NULL ? hemo_native_settings_read(profile, GENERAL, error) : NULL;
}

void
hemo_native_settings_free(HemoNativeSettings *settings)
{
    if (settings == NULL)
        return;
    hemo_mozilla_prefs_free(settings->own);
    hemo_mozilla_prefs_free(settings->general);
    g_free(settings->overrides);
    g_free(settings);
}

GVariant *
hemo_native_settings_find(const HemoNativeSettings *settings, const char *name)
{
    const HemoMozillaPrefs *prefs =
        hemo_mozilla_prefs_kind(settings->own, name) != HEMO_MOZILLA_PREF_NONE
            ? settings->own
            : settings->general;

    switch (hemo_mozilla_prefs_kind(prefs, name)) {
    case HEMO_MOZILLA_PREF_NONE:
        return NULL;
    case HEMO_MOZILLA_PREF_STRING:
        return g_variant_new_string(hemo_mozilla_prefs_string(prefs, name));
    case HEMO_MOZILLA_PREF_INT:
        return g_variant_new_int64(hemo_mozilla_prefs_int(prefs, name, 0));
    case HEMO_MOZILLA_PREF_BOOL:
        return g_variant_new_boolean(hemo_mozilla_prefs_bool(prefs, name, FALSE));
    }
    return NULL;
}

gboolean
hemo_native_settings_is_unchecked(const HemoNativeSettings *settings,
                                  const HemoMailServer *server)
{
    return hemo_mozilla_override_has(hemo_slice(settings->overrides, settings->n_overrides),
                                     server->host,
                                     server->port);
}
