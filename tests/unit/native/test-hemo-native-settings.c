/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-settings.h"

#include "hemo-error.h"

#include <glib/gstdio.h>

static const struct {
    const char *name;
    const char *text;
} files[] = {
    {"prefs.js",
     "user_pref(\"both\", \"prefs\");\nuser_pref(\"number\", 5);\nuser_pref(\"yes\", true);\n"},
    {"user.js", "user_pref(\"both\", \"user\");\nuser_pref(\"user\", \"user\");\n"},
    {"one.js", "pref(\"general\", true);\npref(\"both\", \"general\");\n"},
    {"two.txt", "pref(\"other\", true);\n"},
    {"cert_override.txt", "mail.example.org:465:\tOID.2\t01:02\t\n"},
};

static char *
make_folder(gsize first, gsize n)
{
    char *folder = g_dir_make_tmp("hemo-settings-XXXXXX", NULL);

    for (gsize i = first; i < first + n; i++) {
        g_autofree char *path = g_build_filename(folder, files[i].name, NULL);

        g_assert_true(g_file_set_contents(path, files[i].text, -1, NULL));
    }
    return folder;
}

static void
remove_folder(char *folder)
{
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(folder, files[i].name, NULL);

        g_remove(path);
    }
    g_assert_no_errno(g_rmdir(folder));
    g_free(folder);
}

static void
test_find(void)
{
    static const struct {
        const char *name;
        const char *wanted; /* NULL: Thunderbird's default */
    } rows[] = {
        {"both", "'prefs'"},
        {"user", "'user'"},
        {"general", "true"},
        {"number", "int64 5"},
        {"yes", "true"},
        {"other", NULL},
    };
    char *folder = make_folder(0, G_N_ELEMENTS(files));
    g_autoptr(HemoNativeSettings) settings = hemo_native_settings_read(folder, folder, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) value = hemo_native_settings_find(settings, rows[i].name);
        g_autofree char *text = NULL;

        if (value != NULL)
            text = g_variant_print(g_variant_ref_sink(value), TRUE);
        g_assert_cmpstr(text, ==, rows[i].wanted);
    }
    remove_folder(folder);
}

static void
test_unchecked(void)
{
    char *folder = make_folder(0, G_N_ELEMENTS(files));
    g_autoptr(HemoNativeSettings) settings =
        hemo_native_settings_read(folder, "/nowhere", NULL);
    HemoMailServer server = {(char *)"mail.example.org", 465, HEMO_SECURITY_TLS};

    g_assert_true(hemo_native_settings_is_unchecked(settings, &server));
    server.port = 587;
    g_assert_false(hemo_native_settings_is_unchecked(settings, &server));
    remove_folder(folder);
}

static void
test_bare(void)
{
    char *first_start = make_folder(1, 1);
    char *empty = make_folder(0, 0);
    g_autoptr(HemoNativeSettings) settings =
        hemo_native_settings_read(first_start, "/nowhere", NULL);
    HemoMailServer server = {(char *)"mail.example.org", 465, HEMO_SECURITY_TLS};
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(settings);
    g_assert_cmpstr(hemo_mozilla_prefs_string(settings->own, "user"), ==, "user");
    g_assert_false(hemo_native_settings_is_unchecked(settings, &server));
    g_assert_null(hemo_native_settings_read(empty, "/nowhere", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    remove_folder(first_start);
    remove_folder(empty);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-settings/find", test_find);
    g_test_add_func("/native-settings/unchecked", test_unchecked);
    g_test_add_func("/native-settings/bare", test_bare);
    return g_test_run();
}
