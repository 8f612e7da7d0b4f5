/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-keys.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define NOW 1777809600

#define KEY(address, kind, state, expires, own)                                                \
    "{'address': <'" address "'>, 'kind': <'" kind "'>, 'state': <'" state "'>, 'words': "     \
    "<'it is " state "'>, 'expires': <int64 " expires ">, 'own': <" own ">}"
#define ANA(kind, state, expires) KEY("ana.ruiz@example.org", kind, state, expires, "true")
#define LATE                      "1809345600"
#define SOON                      "1778414400" /* a week later */

/* x KEYS: what doctor says of one account with two names for it. */
static int
judge(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(GPtrArray) accounts = hemo_mail_account_array();
    g_autoptr(GVariant) keys =
        g_variant_parse(G_VARIANT_TYPE("aa{sv}"), argv[1], NULL, NULL, NULL);

    for (guint i = 0; i < 2; i++) {
        HemoMailAccount *account = hemo_mail_account_new();

        account->group = g_strdup("x");
        account->title = g_strdup("Clinic");
        account->name = g_strdup("");
        account->address = g_strdup("ana.ruiz@example.org");
        account->protocol = HEMO_MAIL_PROTOCOL_IMAP;
        account->out = (HemoMailServer){g_strdup("m.example.org"), 587, HEMO_SECURITY_STARTTLS};
        account->user = g_strdup("");
        account->in.host = g_strdup("");
        g_ptr_array_add(accounts, account);
    }
    hemo_cli_doctor_keys_judge(checks, accounts, NULL, keys, NOW);
    return HEMO_CLI_GOOD;
}

static const RunVerbRow rows[] = {
    {{"x", "@aa{sv} []"}, HEMO_CLI_GOOD, "warn  Clinic: */keys.md says how*\n", NULL},
    {{"x", "[" ANA("smime", "usable", LATE) "]"},
     HEMO_CLI_GOOD,
     "ok    Clinic: *S/MIME\n",
     NULL},
    {{"x", "[" ANA("openpgp", "usable", "0") ", " ANA("smime", "usable", LATE) "]"},
     HEMO_CLI_GOOD,
     "ok    Clinic: *OpenPGP\nok    Clinic: *S/MIME\n",
     NULL},
    {{"x", "[" ANA("smime", "usable", SOON) "]"},
     HEMO_CLI_GOOD,
     "warn  Clinic: your S/MIME certificate expires on 10 May 2026. Renew*\n",
     NULL},
    /* the renewed one counts, the old one is no news */
    {{"x", "[" ANA("smime", "expired", SOON) ", " ANA("smime", "usable", LATE) "]"},
     HEMO_CLI_GOOD,
     "ok    Clinic: *S/MIME\n",
     NULL},
    {{"x", "[" ANA("openpgp", "expired", "7") "]"},
     HEMO_CLI_GOOD,
     "warn  Clinic: it is expired. *keys.md*\n",
     NULL},
    {{"x",
      "[" ANA("smime", "usable", LATE) ", " KEY(
          "n@example.net",
          "smime",
          "changed",
          "0",
          "false") ", " KEY("s@example.net", "openpgp", "unconfirmed", "0", "false") "]"},
     HEMO_CLI_GOOD,
     "ok *\nwarn  1 key is another*keys confirm*\nok    1 key waits*keys list*\n",
     NULL},
};

static void
test_rows(void)
{
    run_verb_check(judge, rows, G_N_ELEMENTS(rows));
}

/* Without a mail program; the words: the policy. */
static int
examine(int argc, char **argv)
{
    g_autoptr(HemoCliCheck) checks = hemo_cli_check_new(FALSE);
    g_autoptr(GPtrArray) accounts = hemo_mail_account_array();
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load(argv[1], NULL, NULL);

    hemo_cli_doctor_keys_run(checks, accounts, settings);
    return hemo_cli_check_has_failed(checks) ? HEMO_CLI_USAGE : HEMO_CLI_GOOD;
}

/* "hemostat send" needs a key, too; and a file without authorities holds all S/MIME mail. */
static void
test_settings(void)
{
    const char *policy =
        run_verb_file("policy.conf", "[keys]\nsmime-anchors = /nowhere/ca.pem\n");
    g_autofree char *folder = g_path_get_dirname(policy);
    const RunVerbRow settings_rows[] = {
        {{"x", folder},
         HEMO_CLI_USAGE,
         "warn  clinic: *keys.md*\nwarn  clinic: *keys.md*\nFAIL  /nowhere/ca.pem: "
         "*smime-anchors*\n",
         NULL},
    };

    run_verb_file("accounts.conf",
                  "[account clinic]\naddresses = a@example.org; b@example.org\n");
    run_verb_check(examine, settings_rows, G_N_ELEMENTS(settings_rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-keys/rows", test_rows);
    g_test_add_func("/cli-doctor-keys/settings", test_settings);
    return g_test_run();
}
