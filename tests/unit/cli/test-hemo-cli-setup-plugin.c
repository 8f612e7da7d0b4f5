/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-plugin.h"

#include "setup-scene.h"

#include <gio/gunixsocketaddress.h>

static int
run_plugin(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_plugin_run, argv);
}

static int
run_announce(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_plugin_announce, argv);
}

static int
run_drafts(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_plugin_keep_drafts, argv);
}

/* Of clawsrc only the list of add-ons changes; an older add-on elsewhere goes. */
static void
test_enabled(void)
{
    const char *plugin = claws_home_plugin();
    const char *home = claws_home_make("enabled",
                                       CLAWS_HOME_ACCOUNT,
                                       "[Common]\nx=1 \n\n[Plugins_GTK3]\n/opt/hemostat.so\n"
                                       "/opt/fancy.so\n\n[Other]\na=b\n");
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_USAGE, "*FAIL*--yes*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*ok*written*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "*ok*loads the add-on*", NULL},
    };
    g_autofree char *start = NULL;
    g_autofree char *after = NULL;

    run_verb_check(run_plugin, rows, G_N_ELEMENTS(rows));
    after = claws_home_read(home, "clawsrc");
    start = g_strdup_printf("[Common]\nx=1 \n\n[Plugins_GTK3]\n%s\n/opt/fancy.so\n", plugin);
    g_assert_true(g_str_has_prefix(after, start)); /* first: others may ask when they load */
    g_assert_true(g_str_has_suffix(after, "\n\n[Other]\na=b\n"));
    g_assert_null(strstr(after, "/opt/hemostat.so"));
}

/* Claws Mail would write its own view over the change when it ends. */
static void
test_running(void)
{
    const char *home = claws_home_make("runs", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autofree char *folder = g_build_filename(home, ".claws-mail", NULL);
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_MD5, folder, -1);
    g_autofree char *sockets = g_build_filename(g_get_user_runtime_dir(), "claws-mail", NULL);
    g_autofree char *path = g_build_filename(sockets, name, NULL);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    const RunVerbRow rows[] = {
        {{"x", home, "yes"}, HEMO_CLI_USAGE, "*FAIL*running*Close*", NULL}};
    const RunVerbRow announced[] = {
        {{"x", home}, HEMO_CLI_GOOD, "warn *running*Close*\n", NULL}};
    g_autofree char *after = NULL;

    claws_home_plugin();
    g_mkdir_with_parents(sockets, 0700);
    g_assert_true(g_socket_listener_add_address(listener,
                                                address,
                                                G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT,
                                                NULL,
                                                NULL,
                                                NULL));
    run_verb_check(run_announce, announced, G_N_ELEMENTS(announced));
    run_verb_check(run_plugin, rows, G_N_ELEMENTS(rows));
    after = claws_home_read(home, "clawsrc");
    g_assert_cmpstr(after, ==, CLAWS_HOME_SETTINGS);
}

static void
test_not_there(void)
{
    const char *home = claws_home_make("fresh", CLAWS_HOME_ACCOUNT, NULL);
    g_autofree char *plugin = g_strdup(claws_home_plugin());
    const RunVerbRow never[] = {
        {{"x", home, "yes"}, HEMO_CLI_USAGE, "*FAIL*never started*", NULL}};
    const RunVerbRow none[] = {
        {{"x", home, "yes"}, HEMO_CLI_USAGE, "*FAIL*not installed*", NULL}};

    run_verb_check(run_plugin, never, 1);
    g_remove(plugin);
    run_verb_check(run_plugin, none, 1);
}

static void
test_drafts(void)
{
    const char *home = claws_home_make("drafts", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const RunVerbRow rows[] = {
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "warn *--local-drafts*\nwarn *send later*\n", NULL},
        {{"x", home, "yes", "local-drafts"},
         HEMO_CLI_GOOD,
         "*set_draft_folder = 1*draft_folder = #mh*ok*written; what was there before*",
         NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "warn *send later*\n", NULL},
    };
    g_autofree char *after = NULL;

    run_verb_check(run_drafts, rows, G_N_ELEMENTS(rows));
    after = claws_home_read(home, "accountrc");
    g_assert_cmpstr(after,
                    ==,
                    CLAWS_HOME_ACCOUNT "set_draft_folder=1\ndraft_folder=#mh/Mailbox/draft\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-plugin/enabled", test_enabled);
    g_test_add_func("/cli-setup-plugin/running", test_running);
    g_test_add_func("/cli-setup-plugin/not-there", test_not_there);
    g_test_add_func("/cli-setup-plugin/drafts", test_drafts);
    return g_test_run();
}
