/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-thunderbird.h"

#include "thunderbird-home.h"

#define OWN_LINK ".mozilla/native-messaging-hosts/org.hemostat.thunderbird.json"
#define OWN_XPI  THUNDERBIRD_HOME_PROFILE "/extensions/hemostat@hemostat.org.xpi"
#define ALL_XPI                                                                                \
    "root/usr/share/mozilla/extensions/" THUNDERBIRD_HOME_PROGRAM "/hemostat@hemostat.org.xpi"
#define STATE THUNDERBIRD_HOME_PROFILE "/extensions.json"
#define NOTED "user_pref(\"extensions.lastAppBuildId\", \"20260101\");\n"

static int
run_link(int argc, char **argv)
{
    return thunderbird_home_run(hemo_cli_setup_thunderbird_link, argv);
}

static void
add_and_save(const HemoCliSetupStep *step)
{
    hemo_cli_setup_thunderbird_add(step);
    hemo_cli_setup_thunderbird_save(step);
}

static int
run_add(int argc, char **argv)
{
    return thunderbird_home_run(add_and_save, argv);
}

static void
test_link(void)
{
    const char *home = thunderbird_home_make("link", "", NULL);
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_USAGE, "*hemostat-native\nFAIL *holds all mail*--yes*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*hemostat-native\nok *json: written*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *json: Thunderbird finds*", NULL},
    };

    run_verb_check(run_link, rows, G_N_ELEMENTS(rows));
    /* one that leads elsewhere is put right, and kept */
    thunderbird_home_write(home, OWN_LINK, "{}");
    run_verb_check(run_link, rows, G_N_ELEMENTS(rows));
}

static void
test_link_without_program(void)
{
    const char *home = thunderbird_home_make("no-program", "", NULL);
    const RunVerbRow row = {{"x", home, "yes"},
                            HEMO_CLI_USAGE,
                            "FAIL *hemostat-native: *not installed*",
                            NULL};

    g_setenv("HEMOSTAT_LIBEXEC", "/nowhere", TRUE);
    run_verb_check(run_link, &row, 1);
    thunderbird_home_program();
}

/* Put into the profile, and Thunderbird looks for it as the first thing. */
static void
test_add(void)
{
    const char *home = thunderbird_home_make("add", THUNDERBIRD_HOME_PREFS NOTED, NULL);
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_USAGE, "*x.xpi\nFAIL *--yes*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*ok *written*ok *starts next*prefs.js*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *starts next*", NULL},
    };
    g_autofree char *xpi = NULL;
    g_autofree char *prefs = NULL;

    run_verb_file("x.xpi", "packed");
    run_verb_check(run_add, rows, G_N_ELEMENTS(rows));
    xpi = thunderbird_home_read(home, OWN_XPI);
    prefs = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/prefs.js");
    g_assert_cmpstr(xpi, ==, "packed");
    g_assert_cmpstr(prefs, ==, THUNDERBIRD_HOME_PREFS);
}

static void
test_states(void)
{
    static const struct {
        const char *state; /* of Thunderbird's notes */
        int status;
        const char *out;
    } rows[] = {
        {"\"active\":true", HEMO_CLI_GOOD, "ok *Thunderbird uses the add-on\n"},
        {"\"userDisabled\":true", HEMO_CLI_USAGE, "FAIL *switched off*switch Hemostat on\n"},
        {"\"appDisabled\":true", HEMO_CLI_USAGE, "FAIL *refuses*147*\n"},
    };
    const char *home = thunderbird_home_make("states", "", NULL);

    thunderbird_home_write(home, ALL_XPI, "packed");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *json = g_strdup_printf(
            "{\"addons\":[{\"id\":\"hemostat@hemostat.org\",\"path\":\"/\",%s}]}",
            rows[i].state);
        const RunVerbRow row = {{"x", home, "yes"}, rows[i].status, rows[i].out, NULL};

        thunderbird_home_write(home, STATE, json);
        run_verb_check(run_add, &row, 1);
    }
}

/* A copy in the profile would hide the one that is kept up to date for all. */
static void
test_old_copy(void)
{
    const char *home = thunderbird_home_make("old", "", NULL);
    const RunVerbRow rows[] = {
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*without: *.xpi\nok *starts next*", NULL},
    };
    g_autofree char *xpi = NULL;

    thunderbird_home_write(home, ALL_XPI, "packed");
    thunderbird_home_write(home, OWN_XPI, "older");
    run_verb_check(run_add, rows, G_N_ELEMENTS(rows));
    xpi = thunderbird_home_read(home, OWN_XPI);
    g_assert_null(xpi);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    thunderbird_home_program();
    g_test_add_func("/cli-setup-thunderbird/link", test_link);
    g_test_add_func("/cli-setup-thunderbird/link-without-program", test_link_without_program);
    g_test_add_func("/cli-setup-thunderbird/add", test_add);
    g_test_add_func("/cli-setup-thunderbird/states", test_states);
    g_test_add_func("/cli-setup-thunderbird/old-copy", test_old_copy);
    return g_test_run();
}
