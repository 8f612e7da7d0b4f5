/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-thunderbird.h"

#include "hemo-cli-native-host.h"
#include "thunderbird-home.h"

#include <sys/prctl.h>
#include <unistd.h>

#define STATE THUNDERBIRD_HOME_PROFILE "/extensions.json"
#define ADDON(flags)                                                                           \
    "{\"addons\":[{\"id\":\"hemostat@hemostat.org\",\"path\":\"/\"," flags                     \
    ",\"userPermissions\":{\"permissions\":[\"compose\"]}}]}"
#define GOOD_PREFS                                                                             \
    "pref('mailnews.sendInBackground', true); pref('mail.dsn.ret_full_on', false);"            \
    "pref('mail.dsn.request_on_success_on', false);"                                           \
    "pref('mail.openpgp.allow_external_gnupg', true); pref('mail.compose.autosave', false);"

static void
examine(const HemoCliSetupStep *step)
{
    hemo_cli_doctor_thunderbird_run(step->checks, step->thunderbird, step->settings);
}

static int
run(int argc, char **argv)
{
    return thunderbird_home_run(examine, argv);
}

/* Each missing piece has its own words. */
static void
test_pieces(void)
{
    static const struct {
        const char *file; /* one more, below the home */
        const char *text;
        const char *out;
    } rows[] = {
        {"x", "", "*FAIL *holds all mail*FAIL *no add-on*setup thunderbird*"},
        {"x",
         "",
         "*warn *mailnews.sendInBackground should be true: *Outbox*setup thunderbird*"},
        {"x", "", "*FAIL *Clinic: *does not know*setup thunderbird*"},
        {"x", "", "*warn *Clinic: drafts*setup thunderbird --local-drafts*"},
        {"root/etc/thunderbird/pref/h.js", GOOD_PREFS, "*ok *as Hemostat needs them*"},
        {"root/etc/thunderbird/policies/policies.json",
         "{\"policies\":{\"ExtensionSettings\":{\"hemostat@hemostat.org\":"
         "{\"installation_mode\":\"force_installed\"}},\"Preferences\":"
         "{\"mailnews.sendInBackground\":{\"Value\":true}}}}",
         "*ok *starts next*warn *mail.dsn.ret_full_on should be false: *"},
        {STATE, ADDON("\"active\":true"), "*ok *Thunderbird uses the add-on\n*"},
        {STATE, ADDON("\"userDisabled\":true"), "*FAIL *switched off*unprotected*"},
        {STATE,
         "{\"addons\":[{\"id\":\"x\",\"active\":true,\"defaultLocale\":{\"name\":\"Later\"},"
         "\"userPermissions\":{\"permissions\":[\"compose\"]}}]}",
         "*warn *Later: *after Hemostat*"},
        {THUNDERBIRD_HOME_PROFILE "/Mail/Local Folders/Unsent Messages",
         "From - x\nSubject: x\n\nFrom - x\nSubject: y\n\n",
         "*warn *2 mails wait*Send Unsent Messages*"},
        {"root/usr/lib/thunderbird/application.ini",
         "[App]\nVersion=146.9.0\n",
         "*FAIL *146.9.0*up to date*"},
        {"root/usr/lib/thunderbird/application.ini",
         "[App]\nVersion=153.7.0\n",
         "ok *153.7.0*"},
        {".mozilla/native-messaging-hosts/org.hemostat.thunderbird.json",
         "{}",
         "*FAIL *json: this file does not lead*"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("pieces-%" G_GSIZE_FORMAT, i);
        const char *home = thunderbird_home_make(name, THUNDERBIRD_HOME_PREFS, NULL);
        const RunVerbRow row = {{"x", home}, HEMO_CLI_USAGE, rows[i].out, NULL};

        thunderbird_home_write(home, rows[i].file, rows[i].text);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        run_verb_check(run, &row, 1);
    }
}

static void
test_nothing_missing(void)
{
    const char *home = thunderbird_home_make("whole",
                                             THUNDERBIRD_HOME_PREFS THUNDERBIRD_HOME_LOCAL,
                                             GOOD_PREFS);
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *text = hemo_cli_native_host_text();
    const RunVerbRow row = {{"x", home},
                            HEMO_CLI_GOOD,
                            "*ok *Clinic: *same as Thunderbird*",
                            NULL};

    thunderbird_home_write(home, STATE, ADDON("\"active\":true"));
    thunderbird_home_write(home,
                           ".mozilla/native-messaging-hosts/org.hemostat.thunderbird.json",
                           text);
    thunderbird_home_write(
        base,
        "hemostat/accounts.conf",
        "[account x]\naddresses=ana.ruiz@example.org\nnames=Ana Ruiz\nhost=localhost\nport=1\n"
        "security=starttls\nuser=ana\nincoming-host=localhost\n");
    run_verb_check(run, &row, 1);
}

/* The process of this verb is that Thunderbird. */
static void
examine_running(const HemoCliSetupStep *step)
{
    g_autofree char *link = g_build_filename(step->thunderbird->profile, "lock", NULL);
    g_autofree char *target = g_strdup_printf("127.0.1.1:+%d", getpid());

    g_assert_cmpint(prctl(PR_SET_NAME, "thunderbird"), ==, 0);
    g_assert_cmpint(symlink(target, link), ==, 0);
    examine(step);
}

static int
run_running(int argc, char **argv)
{
    return thunderbird_home_run(examine_running, argv);
}

/* No mail has to be opened for it. */
static void
test_no_connection(void)
{
    const char *home = thunderbird_home_make("alone", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow row = {{"x", home},
                            HEMO_CLI_USAGE,
                            "*warn *no connection*as soon as Thunderbird has started*",
                            NULL};

    thunderbird_home_write(home, STATE, ADDON("\"active\":true"));
    run_verb_check(run_running, &row, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    thunderbird_home_program();
    g_test_add_func("/cli-doctor-thunderbird/pieces", test_pieces);
    g_test_add_func("/cli-doctor-thunderbird/nothing-missing", test_nothing_missing);
    g_test_add_func("/cli-doctor-thunderbird/no-connection", test_no_connection);
    return g_test_run();
}
