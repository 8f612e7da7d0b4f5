/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-nss.h"

#include "hemo-cli-nss.h"
#include "hemo-cli-setup-prefs.h"
#include "hemo-cli-setup-thunderbird.h"
#include "smime-sample.h"
#include "thunderbird-home.h"

static SmimeSample samples[2];
static gboolean both;

/* The step itself, and the one that writes what it wants. */
static void
there(const HemoCliSetupStep *step)
{
    g_autoptr(HemoCliOwnSmime) own =
        both ? smime_sample_own_both(samples) : smime_sample_own(samples);
    HemoCliSetupStep with = *step;

    with.own = own;
    hemo_cli_setup_nss_run(&with);
    hemo_cli_setup_prefs_run(&with);
}

static int
run_there(int argc, char **argv)
{
    return thunderbird_home_run(there, argv);
}

static int
run_back(int argc, char **argv)
{
    return thunderbird_home_run(hemo_cli_setup_nss_undo, argv);
}

static int
run_plan(int argc, char **argv)
{
    return thunderbird_home_run(hemo_cli_setup_nss_announce_undo, argv);
}

/* Tells how many certificates the profile of a home has. */
static int
run_count(int argc, char **argv)
{
    g_autofree char *profile = g_build_filename(argv[1], THUNDERBIRD_HOME_PROFILE, NULL);
    const HemoCliNss nss = {.folder = profile};
    g_autoptr(GPtrArray) entries = hemo_cli_nss_list(&nss, NULL);

    hemo_cli_output_line("%u", entries != NULL ? entries->len : 0);
    return HEMO_CLI_GOOD;
}

static void
test_there_and_back(void)
{
    const char *home = thunderbird_home_make("smime", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow rows[] = {
        {{"x", home, "json"}, HEMO_CLI_GOOD, "*\"smime\"*\"warn\"*--yes*", NULL},
        {{"x", home, "yes"},
         HEMO_CLI_GOOD,
         "*ana.ruiz@example.org*ok *can read*encryption_cert_name = \"ana\"*written*",
         NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *can read*", NULL},
    };
    const RunVerbRow back[] = {
        {{"x", home}, HEMO_CLI_GOOD, "warn *is left in Thunderbird*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *taken out*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "", NULL},
    };
    const RunVerbRow none = {{"x", home}, HEMO_CLI_GOOD, "0\n", NULL};
    const RunVerbRow two = {{"x", home}, HEMO_CLI_GOOD, "2\n", NULL};
    g_autofree char *user = NULL;

    run_verb_check(run_there, rows, 1);
    run_verb_check(run_count, &none, 1);
    run_verb_check(run_there, rows + 1, 2);
    run_verb_check(run_count, &two, 1);
    user = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
    g_assert_nonnull(strstr(user, "mail.identity.id1.signing_cert_dbkey"));
    /* never a switch by which Thunderbird itself would encrypt or sign */
    g_assert_null(strstr(user, "encryptionpolicy"));
    g_assert_null(strstr(user, "sign_mail"));
    run_verb_check(run_back, back, G_N_ELEMENTS(back));
    run_verb_check(run_count, &none, 1);
}

/* An older one opens older mail; only the one that is used now is named; both go again. */
static void
test_older(void)
{
    const char *home = thunderbird_home_make("older", THUNDERBIRD_HOME_PREFS, NULL);
    const RunVerbRow there = {{"x", home, "yes"},
                              HEMO_CLI_GOOD,
                              "*ok *can read*ok *can read*",
                              NULL};
    const RunVerbRow plan = {{"x", home},
                             HEMO_CLI_GOOD,
                             "*without: own *warn *cannot be read there*",
                             NULL};
    const RunVerbRow back = {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *taken out*", NULL};
    const RunVerbRow three = {{"x", home}, HEMO_CLI_GOOD, "3\n", NULL};
    const RunVerbRow none = {{"x", home}, HEMO_CLI_GOOD, "0\n", NULL};
    g_autoptr(GBytes) der = smime_sample_der(samples[1].certificate);
    g_autofree char *old = hemo_cli_nss_key(der);
    g_autofree char *user = NULL;

    both = TRUE;
    run_verb_check(run_there, &there, 1);
    run_verb_check(run_count, &three, 1);
    user = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
    g_assert_nonnull(strstr(user, "mail.identity.id1.encryption_cert_dbkey"));
    g_assert_null(strstr(user, old));
    run_verb_check(run_plan, &plan, 1);
    run_verb_check(run_count, &three, 1);
    run_verb_check(run_back, &back, 1);
    run_verb_check(run_count, &none, 1);
    both = FALSE;
}

/* A certificate that the person chose in Thunderbird stays the one. */
static void
test_chosen(void)
{
    const char *home = thunderbird_home_make(
        "chosen",
        THUNDERBIRD_HOME_PREFS
        "user_pref(\"mail.identity.id1.encryption_cert_name\", \"mine\");\n"
        "user_pref(\"mail.identity.id1.encryption_cert_dbkey\", \"AAAA\");\n",
        NULL);
    const RunVerbRow row = {{"x", home, "yes"}, HEMO_CLI_GOOD, "*ok *can read*", NULL};
    g_autofree char *user = NULL;

    run_verb_check(run_there, &row, 1);
    user = thunderbird_home_read(home, THUNDERBIRD_HOME_PROFILE "/user.js");
    g_assert_null(strstr(user, "encryption_cert"));
    g_assert_nonnull(strstr(user, "signing_cert_name"));
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    samples[0] = smime_sample_new();
    samples[1] = smime_sample_old(samples);
    g_test_add_func("/cli-setup-nss/there-and-back", test_there_and_back);
    g_test_add_func("/cli-setup-nss/older", test_older);
    g_test_add_func("/cli-setup-nss/chosen", test_chosen);
    status = g_test_run();
    smime_sample_clear(samples);
    smime_sample_clear(samples + 1);
    return status;
}
