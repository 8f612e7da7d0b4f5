/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-claws.h"

#include "claws-home.h"
#include "hemo-error.h"

#include <gio/gunixsocketaddress.h>

#define FOLDERS                                                                                \
    "<folderlist>\n<folder type=\"imap\" name=\"Clinic\"><folderitem type=\"draft\" "          \
    "path=\"Drafts\"/></folder>\n<folder type=\"mh\" name=\"Post\" path=\"Mail\">"             \
    "<folderitem type=\"draft\" path=\"Entw&#xFC;rfe\"/></folder></folderlist>\n"

static void
test_load(void)
{
    const char *home = claws_home_make("load",
                                       CLAWS_HOME_ACCOUNT,
                                       "[Plugins_GTK3]\n/opt/a.so\n/opt/hemostat.so\n");
    g_autofree char *list = g_build_filename(home, ".claws-mail", "folderlist.xml", NULL);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(home, NULL);
    g_autoptr(HemoCliClaws) again = NULL;
    g_autofree char *found = hemo_cli_claws_find_plugin(claws, "/usr/lib/hemostat.so");

    g_assert_cmpuint(claws->accounts->len, ==, 1);
    g_assert_true(claws->has_settings);
    g_assert_cmpstr(found, ==, "/opt/hemostat.so");
    g_assert_null(hemo_cli_claws_find_plugin(claws, "/usr/lib/b.so"));
    g_assert_cmpstr(claws->local_drafts, ==, "#mh/Mailbox/draft");
    g_assert_true(g_file_set_contents(list, FOLDERS, -1, NULL));
    again = hemo_cli_claws_load(home, NULL);
    g_assert_cmpstr(again->local_drafts, ==, "#mh/Post/Entw\xc3\xbcrfe");
}

/* A name that would put further lines into accountrc. */
static void
test_drafts_of_two_lines(void)
{
    const char *home = claws_home_make("lines", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autofree char *list = g_build_filename(home, ".claws-mail", "folderlist.xml", NULL);
    g_autoptr(HemoCliClaws) claws = NULL;

    g_assert_true(g_file_set_contents(
        list,
        "<folderlist><folder type=\"mh\" name=\"a&#10;smtp_server=b.example\">"
        "<folderitem type=\"draft\" path=\"c\"/></folder></folderlist>",
        -1,
        NULL));
    claws = hemo_cli_claws_load(home, NULL);
    g_assert_cmpstr(claws->local_drafts, ==, "#mh/Mailbox/draft");
}

static void
test_never_started(void)
{
    GError *error = NULL;

    g_assert_null(hemo_cli_claws_load(claws_home_make("empty", NULL, NULL), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
}

/* By its control socket, which it names after its folder. */
static void
test_running(void)
{
    const char *home = claws_home_make("running", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autoptr(HemoCliClaws) claws = hemo_cli_claws_load(home, NULL);
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_MD5, claws->folder, -1);
    g_autofree char *folder = g_build_filename(g_get_user_runtime_dir(), "claws-mail", NULL);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocketListener) listener = g_socket_listener_new();

    g_assert_false(hemo_cli_claws_is_running(claws));
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_socket_listener_add_address(listener,
                                                address,
                                                G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT,
                                                NULL,
                                                NULL,
                                                NULL));
    g_assert_true(hemo_cli_claws_is_running(claws));
    g_socket_listener_close(listener);
    g_assert_false(hemo_cli_claws_is_running(claws));
}

static void
test_version(void)
{
    static const struct {
        const char *status;
        const char *version;
    } rows[] = {
        {"Package: claws-mail\nStatus: install ok installed\nVersion: 4.1.1-2+b1\n",
         "4.1.1-2+b1"},
        {"Package: a\nStatus: install ok installed\nVersion: 1\n\nPackage: claws-mail\n"
         "Status: deinstall ok config-files\nVersion: 4.1.1-2\n\n",
         NULL},
        {"Package: claws-mail-doc\nStatus: install ok installed\nVersion: 9\n", NULL},
        {"Package: claws-mail\n\nStatus: install ok installed\nVersion: 9\n", "9"},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *version =
            hemo_cli_claws_version(run_verb_file("status", rows[i].status));

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(version, ==, rows[i].version);
    }
    g_assert_null(hemo_cli_claws_version("/nowhere/status"));
}

static void
test_compare(void)
{
    static const struct {
        const char *version;
        const char *other;
        int order;
    } rows[] = {
        {"4.1.1-2+b1", "4.1.1.0", 0},
        {"4.1.1", "4.1.2", -1},
        {"4.2.0-1", "4.1.1.0", 1},
        {"4.10", "4.9.9", 1},
        {"5", "4.1.1", 1},
        {"4.1.1.1", "4.1.1", 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_cli_claws_compare(rows[i].version, rows[i].other),
                        ==,
                        rows[i].order);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-claws/drafts-of-two-lines", test_drafts_of_two_lines);
    g_test_add_func("/cli-claws/load", test_load);
    g_test_add_func("/cli-claws/never-started", test_never_started);
    g_test_add_func("/cli-claws/running", test_running);
    g_test_add_func("/cli-claws/version", test_version);
    g_test_add_func("/cli-claws/compare", test_compare);
    return g_test_run();
}
