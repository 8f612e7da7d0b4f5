/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-setup-gpgsm.h"

#include "hemo-cli-gpgsm.h"
#include "setup-scene.h"
#include "smime-sample.h"

static SmimeSample samples[2];
static const char *passphrase;

static void
enter_home(void)
{
    g_autofree char *base = g_path_get_dirname(run_verb_file("mark", ""));
    g_autofree char *home = g_build_filename(base, "gnupg", NULL);

    g_assert_cmpint(g_mkdir_with_parents(home, 0700), ==, 0);
    g_setenv("GNUPGHOME", home, TRUE);
    run_verb_file("gnupg/gpgsm.conf", "disable-dirmngr\ndisable-crl-checks\n");
}

/* Its socket is in the home folder; without one there is nobody to end. */
static void
leave_home(void)
{
    g_autoptr(GSubprocess) end =
        g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, NULL, "gpgconf", "--kill", "gpg-agent", NULL);

    g_subprocess_wait(end, NULL, NULL);
}

static void
there(const HemoCliSetupStep *step)
{
    g_autoptr(HemoCliOwnSmime) own = smime_sample_own_both(samples);
    HemoCliSetupStep with = *step;

    with.own = own;
    with.passphrase_file = passphrase;
    hemo_cli_setup_gpgsm_run(&with);
}

static int
run_there(int argc, char **argv)
{
    return setup_scene_run(there, argv);
}

static int
run_back(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_gpgsm_undo, argv);
}

static int
run_plan(int argc, char **argv)
{
    return setup_scene_run(hemo_cli_setup_gpgsm_announce_undo, argv);
}

/* Tells whether the key is there. */
static int
run_has(int argc, char **argv)
{
    g_autofree char *own = smime_sample_fingerprint(samples[0].certificate);
    g_autofree char *old = smime_sample_fingerprint(samples[1].certificate);
    gboolean has = hemo_cli_gpgsm_has(own);

    /* older mail too */
    g_assert_cmpint(hemo_cli_gpgsm_has(old), ==, has);
    return has ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

static void
test_there_and_back(void)
{
    const char *home = claws_home_make("smime", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    const RunVerbRow has = {{"x"}, HEMO_CLI_GOOD, NULL, NULL};
    const RunVerbRow lacks = {{"x"}, HEMO_CLI_HELD, NULL, NULL};
    const RunVerbRow rows[] = {
        {{"x", home}, HEMO_CLI_GOOD, "*ana.ruiz@example.org*warn *--yes*", NULL},
        /* the key is never put there under a passphrase that nobody knows */
        {{"x", home, "yes"}, HEMO_CLI_USAGE, "*FAIL *--passphrase-file*", NULL},
    };
    const RunVerbRow with[] = {
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "*ok *can read*", NULL},
        {{"x", home}, HEMO_CLI_GOOD, "ok *can read*", NULL},
    };
    const RunVerbRow plan = {{"x", home},
                             HEMO_CLI_GOOD,
                             "*[gpgsm] without: own *warn *cannot be read in Claws Mail*",
                             NULL};
    const RunVerbRow back[] = {
        {{"x", home}, HEMO_CLI_GOOD, "warn *is left in GnuPG*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "ok *taken out*", NULL},
        {{"x", home, "yes"}, HEMO_CLI_GOOD, "", NULL},
    };

    run_verb_check(run_there, rows, G_N_ELEMENTS(rows));
    run_verb_check(run_has, &lacks, 1);
    passphrase = run_verb_file("passphrase", "birch 7\n");
    run_verb_check(run_there, with, G_N_ELEMENTS(with));
    run_verb_check(run_has, &has, 1);
    run_verb_check(run_plan, &plan, 1);
    run_verb_check(run_back, back, G_N_ELEMENTS(back));
    run_verb_check(run_has, &lacks, 1);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    enter_home();
    samples[0] = smime_sample_new();
    samples[1] = smime_sample_old(samples);
    g_test_add_func("/cli-setup-gpgsm/there-and-back", test_there_and_back);
    status = g_test_run();
    smime_sample_clear(samples);
    smime_sample_clear(samples + 1);
    leave_home();
    return status;
}
