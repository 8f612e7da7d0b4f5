/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A home folder in which Claws Mail was set up, below the one of run-verb.h.
 */
#pragma once

#include "run-verb.h"

#include <glib/gstdio.h>

#define CLAWS_HOME_ACCOUNT                                                                     \
    "[Account: 1]\naccount_name=Clinic\nis_default=1\nname=Ana Ruiz\n"                         \
    "address=ana.ruiz@example.org\nprotocol=1\nreceive_server=localhost\n"                     \
    "smtp_server=localhost\nuser_id=ana\nssl_imap=1\nssl_smtp=2\nuse_smtp_auth=1\n"            \
    "set_smtpport=1\nsmtp_port=1\nset_imapport=1\nimap_port=1\n"
#define CLAWS_HOME_SETTINGS "[Common]\nx=1\n\n[Plugins_GTK3]\n\n[Other]\na=b\n"

/* Makes the home @name anew with these files (NULL: not there); its path lives until the
 * program ends. */
static inline const char *
claws_home_make(const char *name, const char *accountrc, const char *clawsrc)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *home = g_build_filename(base, name, NULL);
    g_autofree char *folder = g_build_filename(home, ".claws-mail", NULL);
    g_autofree char *accounts = g_build_filename(folder, "accountrc", NULL);
    g_autofree char *settings = g_build_filename(folder, "clawsrc", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    if (accountrc != NULL)
        g_assert_true(g_file_set_contents(accounts, accountrc, -1, NULL));
    if (clawsrc != NULL)
        g_assert_true(g_file_set_contents(settings, clawsrc, -1, NULL));
    return g_intern_string(home);
}

/* An add-on that Claws Mail could load, as "hemostat.so" of run-verb.h. */
static inline const char *
claws_home_plugin(void)
{
    g_autoptr(GFile) sample = g_file_new_for_path(SAMPLE_ADDON);
    const char *path = run_verb_file("hemostat.so", "");
    g_autoptr(GFile) file = g_file_new_for_path(path);

    g_assert_true(g_file_copy(sample, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
    return path;
}

/* A file below the home; free it with g_free(). */
static inline char *
claws_home_read(const char *home, const char *file)
{
    g_autofree char *path = g_build_filename(home, ".claws-mail", file, NULL);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}
