/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-undo.h"

#include "setup-scene.h"

#include <gio/gunixsocketaddress.h>

#define SETTINGS                                                                               \
    "[Common]\nx=1 \n\n[Plugins_GTK3]\n/opt/fancy.so\n/opt/hemostat.so\n/opt/pgpmime.so\n\n"   \
    "[Other]\na=/opt/hemostat.so\n"

static int
run(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_undo_run, argv);
}

/* Only that line goes; what Claws Mail then does, and what is left, is said. */
static void
test_undone(void)
{
    const char *home = claws_home_make("undone", CLAWS_HOME_ACCOUNT, SETTINGS);
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_USAGE, "*without: /opt/hemostat.so\nFAIL *--yes*", NULL},
        {{"x", home, "yes"},
         HEMO_CLI_GOOD,
         "*ok *written*warn *in the clear*keyring*clawsrc.before-hemostat*",
         NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *does not load*\nwarn *in the clear*", NULL},
    };
    g_autofree char *after = NULL;
    g_autofree char *kept = NULL;

    run_verb_check(run, rows, G_N_ELEMENTS(rows));
    after = claws_home_read(home, "clawsrc");
    kept = claws_home_read(home, "clawsrc.before-hemostat");
    g_assert_cmpstr(kept, ==, SETTINGS);
    g_assert_cmpstr(after,
                    ==,
                    "[Common]\nx=1 \n\n[Plugins_GTK3]\n/opt/fancy.so\n/opt/pgpmime.so\n\n"
                    "[Other]\na=/opt/hemostat.so\n");
}

/* Claws Mail would write the line again when it ends. */
static void
test_running(void)
{
    const char *home = claws_home_make("undo-runs", CLAWS_HOME_ACCOUNT, SETTINGS);
    g_autofree char *folder = g_build_filename(home, ".claws-mail", NULL);
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_MD5, folder, -1);
    g_autofree char *sockets = g_build_filename(g_get_user_runtime_dir(), "claws-mail", NULL);
    g_autofree char *path = g_build_filename(sockets, name, NULL);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    const RunVerbRow rows[] = {{{"x", home, "yes"}, HEMO_CLI_USAGE, "*FAIL*running*\n", NULL}};
    g_autofree char *after = NULL;

    g_mkdir_with_parents(sockets, 0700);
    g_assert_true(g_socket_listener_add_address(listener,
                                                address,
                                                G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT,
                                                NULL,
                                                NULL,
                                                NULL));
    run_verb_check(run, rows, G_N_ELEMENTS(rows));
    after = claws_home_read(home, "clawsrc");
    g_assert_cmpstr(after, ==, SETTINGS);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-undo/undone", test_undone);
    g_test_add_func("/cli-setup-undo/running", test_running);
    return g_test_run();
}
