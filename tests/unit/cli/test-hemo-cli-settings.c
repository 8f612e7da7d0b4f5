/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-settings.h"

#include "hemo-error.h"
#include "run-verb.h"

#include <glib/gstdio.h>

static const char *
make_folder(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *folder = g_build_filename(base, "hemostat", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    return g_intern_string(folder);
}

static void
test_rows(void)
{
    static const struct {
        const char *accounts;
        const char *policy;
        gboolean good;
        const char *ids;
    } rows[] = {
        {"[account a]\naddresses=a@example.org\n[account b]\naddresses=b@example.org\n",
         "",
         TRUE,
         "a b"},
        {"", "", TRUE, ""},
        {"[account a]\nhots=x\n", "", FALSE, "a"},
        {"", "[default]\nx=y\n", FALSE, ""},
    };
    const char *folder = make_folder();
    g_autofree char *accounts = g_build_filename(folder, "accounts.conf", NULL);
    g_autofree char *policy = g_build_filename(folder, "policy.conf", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) fault = NULL;
        g_autoptr(HemoCliSettings) settings = NULL;
        g_auto(GStrv) ids = NULL;
        g_autofree char *joined = NULL;

        g_assert_true(g_file_set_contents(accounts, rows[i].accounts, -1, NULL));
        g_assert_true(g_file_set_contents(policy, rows[i].policy, -1, NULL));
        settings = hemo_cli_settings_load("/nowhere", &fault, NULL);
        ids = hemo_cli_settings_ids(settings);
        joined = g_strjoinv(" ", ids);
        g_assert_cmpstr(joined, ==, rows[i].ids);
        g_assert_cmpint(fault == NULL, ==, rows[i].good);
        g_assert_cmpint(settings->accounts != NULL, ==, rows[i].good);
    }
}

/* The agent refuses it, so nobody may say that it can be used. */
static void
test_anybodys(void)
{
    g_autofree char *folder = g_dir_make_tmp("hemostat-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "policy.conf", NULL);

    run_verb_file("hemostat/policy.conf", "");
    run_verb_file("hemostat/accounts.conf", "");
    g_assert_true(g_file_set_contents(path, "[default]\n", -1, NULL));
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GError) fault = NULL;
        g_autoptr(HemoCliSettings) settings = NULL;

        g_assert_cmpint(g_chmod(path, i == 0 ? 0666 : 0644), ==, 0);
        settings = hemo_cli_settings_load(folder, &fault, NULL);
        g_assert_cmpint(fault != NULL, ==, i == 0);
        g_assert_cmpint(settings->policy != NULL, ==, i == 1);
    }
    g_remove(path);
    g_remove(folder);
}

static void
test_unreadable(void)
{
    g_autofree char *path = g_build_filename(make_folder(), "accounts.conf", NULL);
    GError *fault = NULL;
    GError *error = NULL;

    g_remove(path);
    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    g_assert_null(hemo_cli_settings_load("/nowhere", &fault, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_rmdir(path);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-settings/rows", test_rows);
    g_test_add_func("/cli-settings/anybodys", test_anybodys);
    g_test_add_func("/cli-settings/unreadable", test_unreadable);
    return g_test_run();
}
