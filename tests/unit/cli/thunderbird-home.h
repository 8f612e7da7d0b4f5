/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A home folder in which Thunderbird was set up, below the one of run-verb.h, and one step of
 * "setup" or "doctor" for it.  "root" in that home stands for the system.
 */
#pragma once

#include "hemo-cli-output.h"
#include "hemo-cli-setup-step.h"
#include "run-verb.h"

#include <glib/gstdio.h>
#include <string.h>

#define THUNDERBIRD_HOME_PROFILE ".thunderbird/x.default"
#define THUNDERBIRD_HOME_PREFS                                                                 \
    "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n"                             \
    "user_pref(\"mail.account.account1.server\", \"server1\");\n"                              \
    "user_pref(\"mail.account.account1.identities\", \"id1\");\n"                              \
    "user_pref(\"mail.server.server1.type\", \"imap\");\n"                                     \
    "user_pref(\"mail.server.server1.hostname\", \"localhost\");\n"                            \
    "user_pref(\"mail.server.server1.port\", 1);\n"                                            \
    "user_pref(\"mail.server.server1.socketType\", 3);\n"                                      \
    "user_pref(\"mail.server.server1.name\", \"Clinic\");\n"                                   \
    "user_pref(\"mail.identity.id1.fullName\", \"Ana Ruiz\");\n"                               \
    "user_pref(\"mail.identity.id1.useremail\", \"ana.ruiz@example.org\");\n"                  \
    "user_pref(\"mail.smtpservers\", \"smtp1\");\n"                                            \
    "user_pref(\"mail.smtpserver.smtp1.hostname\", \"localhost\");\n"                          \
    "user_pref(\"mail.smtpserver.smtp1.port\", 1);\n"                                          \
    "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 2);\n"                                       \
    "user_pref(\"mail.smtpserver.smtp1.username\", \"ana\");\n"
#define THUNDERBIRD_HOME_LOCAL                                                                 \
    "user_pref(\"mail.identity.id1.draft_folder\", \"mailbox://nobody@Local%20Folders/D\");\n"
#define THUNDERBIRD_HOME_PROGRAM "{3550f703-e582-4d05-9a08-453d09bdfdc6}"

/* A file below @home; its folder is made. */
static inline void
thunderbird_home_write(const char *home, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(home, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* What a file below @home holds, NULL if it is not there; free it with g_free(). */
static inline char *
thunderbird_home_read(const char *home, const char *name)
{
    g_autofree char *path = g_build_filename(home, name, NULL);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

/* Makes the home @name with these files in its profile (NULL: not there); its path lives until
 * the program ends. */
static inline const char *
thunderbird_home_make(const char *name, const char *prefs, const char *user)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *home = g_build_filename(base, name, NULL);

    thunderbird_home_write(home,
                           ".thunderbird/profiles.ini",
                           "[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n");
    if (prefs != NULL)
        thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/prefs.js", prefs);
    if (user != NULL)
        thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/user.js", user);
    return g_intern_string(home);
}

/* Loads it as the verbs do. */
static inline HemoCliThunderbird *
thunderbird_home_load(const char *home, GError **error)
{
    g_autofree char *root = g_build_filename(home, "root", NULL);
    const HemoCliThunderbirdPlace place = {.home = home, .root = root};

    return hemo_cli_thunderbird_load(&place, error);
}

/* Hemostat's program for Thunderbird, which the verbs then take for the installed one. */
static inline const char *
thunderbird_home_program(void)
{
    const char *path = run_verb_file("hemostat-native", "#!/bin/sh\n");
    g_autofree char *folder = g_path_get_dirname(path);

    g_assert_cmpint(g_chmod(path, 0700), ==, 0);
    g_setenv("HEMOSTAT_LIBEXEC", folder, TRUE);
    return path;
}

/* One step as a verb: scene HOME [yes] [replace] [local-drafts] [json].  The add-on is the file
 * "x.xpi" of run-verb.h. */
static inline int
thunderbird_home_run(void (*run)(const HemoCliSetupStep *step), char **argv)
{
    const char *const *words = (const char *const *)argv;
    gboolean json = g_strv_contains(words, "json");
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(json);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(argv[1], NULL);
    g_autoptr(GError) fault = NULL;
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load("/nowhere", &fault, NULL);
    g_autofree char *plugin = g_build_filename(g_get_home_dir(), "x.xpi", NULL);
    const HemoCliSetupStep step = {
        .json = json,
        .yes = g_strv_contains(words, "yes"),
        .replace = g_strv_contains(words, "replace"),
        .local_drafts = g_strv_contains(words, "local-drafts"),
        .plugin = plugin,
        .program = "Thunderbird",
        .accounts = thunderbird->accounts,
        .checks = checks,
        .thunderbird = thunderbird,
        .settings = settings,
    };

    run(&step);
    return hemo_cli_check_has_failed(checks) ? HEMO_CLI_USAGE : HEMO_CLI_GOOD;
}
