/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mozilla-profile.h"

#define TWO                                                                                    \
    "[Profile1]\nName=default\nIsRelative=1\nPath=aaaa.default\nDefault=1\n\n"                 \
    "[Profile0]\nName=default-esr\nIsRelative=1\nPath=bbbb.default-esr\n\n"                    \
    "[General]\nStartWithLastProfile=1\nVersion=2\n\n"
#define INSTALLED "[Install0123456789ABCDEF]\nDefault=bbbb.default-esr\nLocked=1\n"

static void
test_rows(void)
{
    static const struct {
        const char *profiles;
        const char *installs;
        const char *found; /* with blanks */
    } rows[] = {
        {TWO INSTALLED, "", "bbbb.default-esr"},
        {TWO, "[0123456789ABCDEF]\nDefault=bbbb.default-esr\nLocked=1\n", "bbbb.default-esr"},
        {TWO INSTALLED, "[89]\nDefault=/srv/other\n", "bbbb.default-esr /srv/other"},
        {TWO INSTALLED, "[89]\nDefault=bbbb.default-esr\n", "bbbb.default-esr"},
        {TWO, "", "aaaa.default"},
        {"[Profile0]\nPath=x\n[Profile1]\nPath=/y\n", "", "x /y"},
        {"[Profile0]\nName=x\nPath=\n", "", ""},
        {"[General]\nPath=x\nDefault=1\n", "", ""},
        {"", "", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoIniText) profiles = hemo_ini_text_new(hemo_slice_text(rows[i].profiles));
        g_autoptr(HemoIniText) installs = hemo_ini_text_new(hemo_slice_text(rows[i].installs));
        g_auto(GStrv) paths = hemo_mozilla_profile_find(profiles, installs);
        g_autofree char *found = g_strjoinv(" ", paths);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(found, ==, rows[i].found);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-profile/rows", test_rows);
    return g_test_run();
}
