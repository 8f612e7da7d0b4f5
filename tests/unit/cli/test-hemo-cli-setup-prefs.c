/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-prefs.h"

#include "thunderbird-home.h"

static int
run(int argc, char **argv)
{
    return thunderbird_home_run(hemo_cli_setup_prefs_run, argv);
}

static char *
read_user(const char *home)
{
    return thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
}

static void
test_asked_and_written(void)
{
    const char *home = thunderbird_home_make("written",
                                             THUNDERBIRD_HOME_PREFS,
                                             "// mine\nuser_pref('z', 1);\n");
    const RunVerbRow rows[] = {
        {{"x", home},
         HEMO_CLI_GOOD,
         "*mailnews.sendInBackground = true\n*Outbox*warn *not set*--yes*ret_full_on = false*"
         "request_on_success_on = false*"
         "external_gnupg = true*autosave = false*",
         NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*ok *user.js: written*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *as Hemostat needs them*", NULL},
    };
    g_autofree char *user = NULL;

    run_verb_check(run, rows, 1);
    user = read_user(home);
    g_assert_cmpstr(user, ==, "// mine\nuser_pref('z', 1);\n");
    run_verb_check(run, rows + 1, G_N_ELEMENTS(rows) - 1);
    g_free(user);
    user = read_user(home);
    g_assert_true(g_pattern_match_simple(
        "// mine\nuser_pref('z', 1);\n// Hemostat begin*// was: not set\n"
        "user_pref(\"mailnews.sendInBackground\", true);\n*// Hemostat end\n",
        user));
}

/* What the person set otherwise is not overwritten by --yes alone; what was there is noted. */
static void
test_set_otherwise(void)
{
    const char *home =
        thunderbird_home_make("otherwise",
                              THUNDERBIRD_HOME_PREFS THUNDERBIRD_HOME_LOCAL
                              "user_pref(\"mailnews.sendInBackground\", false);\n",
                              NULL);
    const RunVerbRow rows[] = {
        {{"x", home, "yes"},
         HEMO_CLI_GOOD,
         "*sendInBackground = true (now: false)*warn *--replace*written*",
         NULL},
        {{"x", home, "yes", "replace"}, HEMO_CLI_GOOD, "*(now: false)*written*", NULL},
    };
    g_autofree char *user = NULL;

    run_verb_check(run, rows, G_N_ELEMENTS(rows));
    user = read_user(home);
    g_assert_nonnull(
        strstr(user, "// was: false\nuser_pref(\"mailnews.sendInBackground\", true);\n"));
    /* drafts are on this computer: they may be saved */
    g_assert_null(strstr(user, "autosave"));
}

static void
test_local_drafts(void)
{
    const char *home = thunderbird_home_make("drafts", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow rows[] = {
        {{"x", home, "yes", "local-drafts"}, HEMO_CLI_GOOD, "*draft_folder = *written*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *as Hemostat needs them*", NULL},
    };

    run_verb_check(run, rows, G_N_ELEMENTS(rows));
}

/* Who says --local-drafts has agreed to another folder for them; without an answer they stay,
 * all of them, and then nothing is to be saved there unasked. */
static void
test_local_drafts_elsewhere(void)
{
    const char *home = thunderbird_home_make("elsewhere",
                                             THUNDERBIRD_HOME_PREFS
                                             "user_pref(\"mail.identity.id1.draft_folder\", "
                                             "\"imap://ana@localhost/Drafts\");\n",
                                             NULL);
    const RunVerbRow rows[] = {
        {{"x", home, "local-drafts"},
         HEMO_CLI_GOOD,
         "*draft_folder = *warn *draft_folder: *--yes to set it\n*autosave = false\n*warn *",
         NULL},
        {{"x", home, "yes", "local-drafts"},
         HEMO_CLI_GOOD,
         "*draft_folder = *(now: \"imap:*picker_mode = \"1\"*written*",
         NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *as Hemostat needs them*", NULL},
    };
    g_autofree char *user = NULL;

    run_verb_check(run, rows, G_N_ELEMENTS(rows));
    user = read_user(home);
    g_assert_nonnull(strstr(user,
                            "// was: \"imap://ana@localhost/Drafts\"\n"
                            "user_pref(\"mail.identity.id1.draft_folder\", \"mailbox:"));
    g_assert_nonnull(strstr(user, "picker_mode"));
    g_assert_null(strstr(user, "autosave"));
}

/* The line that switches the add-on on is there until it is on. */
static void
test_until_it_is_on(void)
{
    static const char on[] = "{\"addons\":[{\"id\":\"hemostat@hemostat.org\",\"active\":true,"
                             "\"path\":\"/\"}]}";
    const char *home =
        thunderbird_home_make("until", THUNDERBIRD_HOME_PREFS THUNDERBIRD_HOME_LOCAL, NULL);
    const RunVerbRow first = {{"x", home, "yes"},
                              HEMO_CLI_GOOD,
                              "*autoDisableScopes = 2*written*",
                              NULL};
    const RunVerbRow second = {{"x", home, "yes"},
                               HEMO_CLI_GOOD,
                               "*without: extensions.autoDisableScopes = 2\n*written*",
                               NULL};
    g_autofree char *user = NULL;

    thunderbird_home_write(home,
                           THUNDERBIRD_HOME_PROFILE "/extensions/hemostat@hemostat.org.xpi",
                           "x");
    run_verb_check(run, &first, 1);
    thunderbird_home_write(home, THUNDERBIRD_HOME_PROFILE "/extensions.json", on);
    run_verb_check(run, &second, 1);
    user = read_user(home);
    g_assert_null(strstr(user, "autoDisableScopes"));
    g_assert_nonnull(strstr(user, "sendInBackground"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-setup-prefs/asked-and-written", test_asked_and_written);
    g_test_add_func("/cli-setup-prefs/set-otherwise", test_set_otherwise);
    g_test_add_func("/cli-setup-prefs/local-drafts", test_local_drafts);
    g_test_add_func("/cli-setup-prefs/local-drafts-elsewhere", test_local_drafts_elsewhere);
    g_test_add_func("/cli-setup-prefs/until-it-is-on", test_until_it_is_on);
    return g_test_run();
}
