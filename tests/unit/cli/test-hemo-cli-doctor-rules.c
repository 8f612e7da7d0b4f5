/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-rules.h"

#include "doctor-scene.h"

/* Out of the words of the scene. */
static gboolean unseen_now;

static void
examine(HemoCliCheck *checks,
        const HemoCliClaws *claws,
        const HemoCliSettings *settings,
        const GError *fault)
{
    /* nobody is asked: without authorities nothing can be looked up */
    HemoCliNet net = {.ca_file = g_strdup("/nowhere/ca.pem"), .no_port25 = TRUE};

    const char *const paths[] = {claws->matcherrc, NULL};
    const HemoCliDoctorRules rules = {
        .format = HEMO_FORWARD_FORMAT_CLAWS,
        .paths = paths,
        .unseen = unseen_now,
    };

    hemo_cli_doctor_rules_run(checks, &rules, &net);
    hemo_cli_net_clear(&net);
}

static int
run(int argc, char **argv)
{
    unseen_now = argc > 2;
    return doctor_scene_run(examine, argv);
}

static void
test_rows(void)
{
    static const struct {
        const char *rules; /* NULL: no such file */
        int status;
        const char *out;
    } rows[] = {
        {NULL, HEMO_CLI_GOOD, ""},
        {"[filtering]\nenabled rulename \"x\" all delete\n", HEMO_CLI_GOOD, ""},
        {"[filtering]\nenabled rulename \"x\" all redirect 1 \"a@example.org\"\n",
         HEMO_CLI_GOOD,
         "warn *line 2, to a@example.org: *held*\n"},
        {"enabled all forward 1 \"nobody\"\n", HEMO_CLI_GOOD, "warn *line 1, to nobody: *\n"},
    };
    const char *home = claws_home_make("rules", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autofree char *path = g_build_filename(home, ".claws-mail", "matcherrc", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const RunVerbRow row = {{"x", home}, rows[i].status, rows[i].out, NULL};

        if (rows[i].rules != NULL)
            g_assert_true(g_file_set_contents(path, rows[i].rules, -1, NULL));
        run_verb_check(run, &row, 1);
    }
}

/* Of what the add-on is not asked about nothing is promised. */
static void
test_unseen(void)
{
    const char *home = claws_home_make("unseen", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autofree char *path = g_build_filename(home, ".claws-mail", "matcherrc", NULL);
    const RunVerbRow row = {{"x", home, "unseen"},
                            HEMO_CLI_GOOD,
                            "warn *line 1, to nobody: *does not see what the rule sends*\n",
                            NULL};

    g_assert_true(g_file_set_contents(path, "enabled all forward 1 \"nobody\"\n", -1, NULL));
    run_verb_check(run, &row, 1);
}

/* Rules that cannot be read are no rules that are in order. */
static void
test_unreadable(void)
{
    const char *home = claws_home_make("folder", CLAWS_HOME_ACCOUNT, CLAWS_HOME_SETTINGS);
    g_autofree char *path = g_build_filename(home, ".claws-mail", "matcherrc", NULL);
    const RunVerbRow row = {{"x", home}, HEMO_CLI_USAGE, "FAIL *matcherrc: *folder*\n", NULL};

    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    run_verb_check(run, &row, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-rules/rows", test_rows);
    g_test_add_func("/cli-doctor-rules/unseen", test_unseen);
    g_test_add_func("/cli-doctor-rules/unreadable", test_unreadable);
    return g_test_run();
}
