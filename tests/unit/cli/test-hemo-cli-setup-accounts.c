/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-accounts.h"

#include "setup-scene.h"

static int
run(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_accounts_run, argv);
}

/* accounts.conf of run-verb.h's home; NULL takes it away. */
static char *
conf_path(const char *text)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *folder = g_build_filename(base, "hemostat", NULL);
    char *path = g_build_filename(folder, "accounts.conf", NULL);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_remove(path);
    if (text != NULL)
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void
test_rows(void)
{
    static const struct {
        const char *before;
        const char *words[4];
        int status;
        const char *out;
        const char *after; /* a pattern; NULL: as before */
    } rows[] = {
        {NULL, {NULL}, HEMO_CLI_USAGE, "*host = localhost*FAIL*", NULL},
        {NULL, {"yes"}, HEMO_CLI_GOOD, "*written*", "[account clinic]\naddresses=ana*"},
        {"# mine\n[account x]\naddresses = ana.ruiz@example.org\nport = 25\n",
         {"yes"},
         HEMO_CLI_GOOD,
         "*port = 1 (now: 25)*warn*--replace*ok*written*",
         "# mine\n[account x]\naddresses = *\nport = 25\nnames=Ana Ruiz\nhost=localhost\n*"},
        {"# mine\n[account x]\naddresses = ana.ruiz@example.org\nport = 25\n",
         {"yes", "replace"},
         HEMO_CLI_GOOD,
         "*written*",
         "# mine\n[account x]\naddresses = *\nport=1\n*"},
        /* a file that the agent refuses is not made longer */
        {"[account x]\nhots=1\n", {"yes"}, HEMO_CLI_USAGE, "*FAIL*hots*", NULL},
    };
    const char *home = claws_home_make("accounts", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = conf_path(rows[i].before);
        const char *const *more = rows[i].words;
        const char *words[] = {"x", home, more[0], more[0] != NULL ? more[1] : NULL, NULL};
        g_auto(RunVerb) done = run_verb(run, NULL, words);
        g_autofree char *after = NULL;

        g_test_message("row %" G_GSIZE_FORMAT ": %s", i, done.out);
        g_assert_cmpint(done.status, ==, rows[i].status);
        g_assert_true(g_pattern_match_simple(rows[i].out, done.out));
        g_file_get_contents(path, &after, NULL, NULL);
        if (rows[i].after == NULL)
            g_assert_cmpstr(after, ==, rows[i].before);
        else
            g_assert_true(g_pattern_match_simple(rows[i].after, after));
    }
}

static void
test_obstacles(void)
{
    const char *command =
        claws_home_make("command",
                        "[Account: 1]\naccount_name=Pipe\nuse_mail_command=1\n",
                        CLAWS_HOME_SETTINGS);
    const char *plain = claws_home_make(
        "plain",
        "[Account: 1]\naccount_name=Old\naddress=a@example.org\nsmtp_server=m.example.org\n",
        CLAWS_HOME_SETTINGS);
    g_autofree char *path = conf_path(NULL);
    const RunVerbRow rows[] = {
        {{"x", command, "yes"}, HEMO_CLI_GOOD, "warn *Pipe: a program*", NULL},
        {{"x", plain, "yes"}, HEMO_CLI_GOOD, "warn *Old: *without TLS*security = none*", NULL},
    };

    run_verb_check(run, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-accounts/rows", test_rows);
    g_test_add_func("/cli-setup-accounts/obstacles", test_obstacles);
    return g_test_run();
}
