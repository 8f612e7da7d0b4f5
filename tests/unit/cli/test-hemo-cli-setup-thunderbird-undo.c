/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-thunderbird-undo.h"

#include "hemo-cli-native-host.h"
#include "hemo-cli-setup-prefs.h"
#include "hemo-cli-setup-thunderbird.h"
#include "thunderbird-home.h"

#define PREFS_FILE THUNDERBIRD_HOME_PROFILE "/prefs.js"
#define SET        "user_pref(\"mailnews.sendInBackground\", true);\n"

static void
set_up(const HemoCliSetupStep *step)
{
    hemo_cli_setup_thunderbird_link(step);
    hemo_cli_setup_thunderbird_add(step);
    hemo_cli_setup_prefs_run(step);
    hemo_cli_setup_thunderbird_save(step);
}

static int
run_set_up(int argc, char **argv)
{
    return thunderbird_home_run(set_up, argv);
}

static int
run(int argc, char **argv)
{
    return thunderbird_home_run(hemo_cli_setup_thunderbird_undo_run, argv);
}

/* What setup made goes, and nothing else. */
static void
test_there_and_back(void)
{
    static const char *const users[] = {NULL, "// mine\n"};

    run_verb_file("x.xpi", "packed");
    for (gsize i = 0; i < G_N_ELEMENTS(users); i++) {
        g_autofree char *name = g_strdup_printf("back-%" G_GSIZE_FORMAT, i);
        const char *home = thunderbird_home_make(name, THUNDERBIRD_HOME_PREFS, users[i]);
        const RunVerbRow there = {{"x", home, "yes"}, HEMO_CLI_GOOD, "*written*", NULL};
        const RunVerbRow back[] = {
            {{"x", home}, HEMO_CLI_USAGE, "*without: *FAIL *nothing*--yes*", NULL},
            {{"x", home, "yes"},
             HEMO_CLI_GOOD,
             "*without: mailnews.sendInBackground = true\n*taken out*in the clear*keyring*",
             NULL},
            {{"x", home}, HEMO_CLI_GOOD, "ok *nothing*left*warn *in the clear*", NULL},
        };
        g_autofree char *user = NULL;
        g_autofree char *prefs = NULL;
        g_autofree char *link = NULL;
        g_autofree char *xpi = NULL;

        run_verb_check(run_set_up, &there, 1);
        /* Thunderbird has been started since */
        thunderbird_home_write(home, PREFS_FILE, THUNDERBIRD_HOME_PREFS SET);
        run_verb_check(run, back, G_N_ELEMENTS(back));
        user = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
        prefs = thunderbird_home_read(home, PREFS_FILE);
        link = thunderbird_home_read(
            home,
            ".mozilla/native-messaging-hosts/org.hemostat.thunderbird.json");
        xpi = thunderbird_home_read(home,
                                    THUNDERBIRD_HOME_PROFILE
                                    "/extensions/hemostat@hemostat.org.xpi");
        g_assert_cmpstr(user, ==, users[i]);
        g_assert_cmpstr(prefs, ==, THUNDERBIRD_HOME_PREFS);
        g_assert_null(link);
        g_assert_null(xpi);
    }
}

static void
leave(const HemoCliSetupStep *step)
{
    HemoCliSetupStep leaving = *step;

    leaving.leaving = TRUE;
    hemo_cli_setup_thunderbird_undo_run(&leaving);
}

static int
run_leave(int argc, char **argv)
{
    return thunderbird_home_run(leave, argv);
}

/* Who leaves can still read old mail. */
static void
test_leaving(void)
{
    const char *home = thunderbird_home_make("leaving", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow there = {{"x", home, "yes"}, HEMO_CLI_GOOD, "*written*", NULL};
    const RunVerbRow away = {{"x", home, "yes"}, HEMO_CLI_GOOD, "*in the clear*", NULL};
    g_autofree char *user = NULL;

    run_verb_file("x.xpi", "packed");
    run_verb_check(run_set_up, &there, 1);
    run_verb_check(run_leave, &away, 1);
    run_verb_check(run_leave, &away, 1);
    user = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
    g_assert_nonnull(user);
    g_assert_nonnull(strstr(user, "mail.openpgp.allow_external_gnupg\", true"));
    g_assert_null(strstr(user, "sendInBackground"));
}

#define FOR_ALL                                                                                \
    "root/usr/share/mozilla/extensions/" THUNDERBIRD_HOME_PROGRAM "/hemostat@hemostat.org.xpi"

/* What was installed for all is not this person's to take: without anything else nothing is
 * asked, and nobody is told that it sends in the clear. */
static void
test_installed_for_all(void)
{
    const char *home = thunderbird_home_make("all", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow there = {{"x", home, "yes"}, HEMO_CLI_GOOD, "*written*", NULL};
    static const char left[] =
        "warn *is left*all users*switch Hemostat off\nwarn *holds all mail*";
    g_autofree char *nothing = g_strconcat("ok *nothing*left*\n", left, "*", NULL);
    g_autofree char *taken = g_strconcat("*without: mailnews.send*", left, "*", NULL);
    const RunVerbRow back[] = {
        {{"x", home}, HEMO_CLI_USAGE, "*without: mailnews.send*FAIL *nothing*--yes*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, taken, NULL},
        {{"x", home}, HEMO_CLI_GOOD, nothing, NULL},
    };

    thunderbird_home_write(home, FOR_ALL, "x");
    run_verb_check(run_set_up, &there, 1);
    run_verb_check(run, back, G_N_ELEMENTS(back));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    thunderbird_home_program();
    g_test_add_func("/cli-setup-thunderbird-undo/there-and-back", test_there_and_back);
    g_test_add_func("/cli-setup-thunderbird-undo/leaving", test_leaving);
    g_test_add_func("/cli-setup-thunderbird-undo/installed-for-all", test_installed_for_all);
    return g_test_run();
}
