/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-claws.h"

#include "doctor-scene.h"

#define SAME                                                                                   \
    "[account x]\naddresses=ana.ruiz@example.org\nnames=Ana Ruiz\nhost=localhost\nport=1\n"    \
    "security=starttls\nuser=ana\nincoming-host=localhost\n"
#define OTHER                                                                                  \
    "[account x]\naddresses=ana.ruiz@example.org\nnames=Ana Ruiz\nhost=mail.example.org\n"     \
    "port=1\nsecurity=tls\nuser=ana\nincoming-host=localhost\n"

/* What runs now, out of the words of the scene. */
static HemoCliClawsProcess process_now;

static void
examine(HemoCliCheck *checks,
        const HemoCliClaws *claws,
        const HemoCliSettings *settings,
        const GError *fault)
{
    g_autofree char *plugin = g_build_filename(g_get_home_dir(), "hemostat.so", NULL);

    hemo_cli_doctor_claws_run(checks, claws, settings, plugin, process_now);
}

static int
run(int argc, char **argv)
{
    process_now =
        argc > 2 ? (HemoCliClawsProcess)(argv[2][0] - '0') : HEMO_CLI_CLAWS_PROCESS_NONE;
    return doctor_scene_run(examine, argv);
}

static void
test_accounts(void)
{
    static const struct {
        const char *accounts;
        const char *out;
        int status;
    } rows[] = {
        {SAME, "*ok *Clinic: *says the same*", HEMO_CLI_GOOD},
        {OTHER, "*warn *Clinic: *something else*host, security*", HEMO_CLI_GOOD},
        {"", "*FAIL *Clinic: *does not know*setup claws*", HEMO_CLI_USAGE},
    };
    g_autofree char *plugin = g_strdup(claws_home_plugin());
    g_autofree char *clawsrc = g_strdup_printf("[Plugins_GTK3]\n%s\n/opt/pgpmime.so\n", plugin);
    const char *home = claws_home_make("accounts", CLAWS_HOME_ACCOUNT, clawsrc);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const RunVerbRow row = {{"x", home}, rows[i].status, rows[i].out, NULL};

        doctor_scene_set_accounts(rows[i].accounts);
        run_verb_check(run, &row, 1);
    }
}

/* What runs now counts, not only what is listed; and what is listed must be an add-on. */
static void
test_plugin(void)
{
    static const struct {
        const char *process; /* a HemoCliClawsProcess */
        const char *file;    /* of the add-on; NULL: a good one */
        int status;
        const char *out;
    } rows[] = {
        {"0",
         NULL,
         HEMO_CLI_USAGE,
         "*FAIL *not loaded the add-on*in the clear*start it again*"},
        {"1", NULL, HEMO_CLI_GOOD, "*warn *cannot be seen*in the clear*"},
        {"2", NULL, HEMO_CLI_GOOD, "*warn *just now*half a minute*"},
        {"3", NULL, HEMO_CLI_GOOD, "*ok *has loaded the add-on*"},
        {"4", NULL, HEMO_CLI_GOOD, "*ok *loads the add-on when*"},
        {"4", "junk", HEMO_CLI_USAGE, "*FAIL *hemostat.so: *no add-on*in the clear*"},
    };

    doctor_scene_set_accounts(SAME);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *plugin = claws_home_plugin();
        g_autofree char *clawsrc = g_strdup_printf("[Plugins_GTK3]\n%s\n", plugin);
        const char *home = claws_home_make("plugin", CLAWS_HOME_ACCOUNT, clawsrc);
        const RunVerbRow row = {{"x", home, rows[i].process},
                                rows[i].status,
                                rows[i].out,
                                NULL};

        if (rows[i].file != NULL)
            run_verb_file("hemostat.so", rows[i].file);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        run_verb_check(run, &row, 1);
    }
}

/* Each of these lets mail go unprotected, or lets others read it. */
static void
test_weaknesses(void)
{
    static const struct {
        const char *accountrc;
        const char *clawsrc;
        int status;
        const char *out;
    } rows[] = {
        {CLAWS_HOME_ACCOUNT, "", HEMO_CLI_USAGE, "*FAIL *does not load*\nwarn *encrypted*"},
        {CLAWS_HOME_ACCOUNT,
         "[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*FAIL */opt/hemostat.so: *not installed*"},
        {CLAWS_HOME_ACCOUNT,
         "[Common]\nnever_send_retrcpt=0\n",
         HEMO_CLI_USAGE,
         "*warn *clawsrc: *return receipts*never sent*"},
        {CLAWS_HOME_ACCOUNT "ssl_certs_auto_accept=1\n",
         "[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*warn *Clinic: *new certificates*"},
        {CLAWS_HOME_ACCOUNT,
         "[Common]\nskip_ssl_cert_check=1\n[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*FAIL *clawsrc: *any certificate*"},
        {CLAWS_HOME_ACCOUNT,
         "[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*warn *Clinic: drafts*warn *Clinic: *send later*"},
        {CLAWS_HOME_ACCOUNT "use_mail_command=1\n",
         "[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*FAIL *Clinic: a program*"},
        {CLAWS_HOME_ACCOUNT "[Account: 2]\naccount_name=News\nprotocol=2\n",
         "[Plugins_GTK3]\n/opt/hemostat.so\n",
         HEMO_CLI_USAGE,
         "*warn *News: *news*"},
    };

    claws_home_plugin();
    doctor_scene_set_accounts(SAME);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *home = claws_home_make("weak", rows[i].accountrc, rows[i].clawsrc);
        const RunVerbRow row = {{"x", home}, rows[i].status, rows[i].out, NULL};

        g_test_message("weakness %" G_GSIZE_FORMAT, i);
        run_verb_check(run, &row, 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-claws/accounts", test_accounts);
    g_test_add_func("/cli-doctor-claws/plugin", test_plugin);
    g_test_add_func("/cli-doctor-claws/weaknesses", test_weaknesses);
    return g_test_run();
}
