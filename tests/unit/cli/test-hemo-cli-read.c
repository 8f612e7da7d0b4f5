/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-read.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#include <string.h>

static const char note[] =
    "Subject: lab\n\nPatient: Maria Delgado, DOB 03/04/1961, MRN 4482913\n"
    "Diagnosis: type 2 diabetes, metformin 500 mg\n";
static const char tea[] = "Subject: tea\n\nAt four?\n";

static void
test_classify(void)
{
    const char *full = run_verb_file("full.eml", note);
    const char *empty = run_verb_file("empty.eml", tea);
    const RunVerbRow rows[] = {
        {{"classify", "--json", full, empty},
         HEMO_CLI_GOOD,
         "{\"file\":\"*full.eml\",*\"phi\"*}\n{\"file\":\"*empty.eml\",*\"none\"*}\n",
         NULL},
        {{"classify", "--json", empty, "/nowhere", full},
         HEMO_CLI_UNREADABLE,
         "{\"file\":\"*empty.eml\",*\"none\"*}\n{\"file\":\"*full.eml\",*\"phi\"*}\n",
         "hemostat: /nowhere: there is no such file\n"},
        {{"classify", empty}, HEMO_CLI_GOOD, "*empty.eml: no patient data found\n", NULL},
        {{"classify", full}, HEMO_CLI_GOOD, "*full.eml: patient data\n  *\n", NULL},
        {{"classify"}, HEMO_CLI_USAGE, NULL, "hemostat: name a file*\n"},
        {{"classify", "--trust", "a", full}, HEMO_CLI_USAGE, NULL, "hemostat: *--trust*\n"},
    };

    run_verb_check(hemo_cli_read_classify, rows, G_N_ELEMENTS(rows));
}

/* A word of the mail comes out only if it was asked for. */
static void
test_reveal(void)
{
    static const char *const closed[][4] = {{"classify", "-"}, {"classify", "--json", "-"}};
    static const char *const open[][5] = {{"classify", "--reveal", "-"},
                                          {"classify", "--reveal", "--json", "-"}};

    for (gsize i = 0; i < G_N_ELEMENTS(closed); i++) {
        g_auto(RunVerb) run = run_verb(hemo_cli_read_classify, note, closed[i]);
        g_auto(RunVerb) revealed = run_verb(hemo_cli_read_classify, note, open[i]);

        g_assert_cmpint(run.status, ==, HEMO_CLI_GOOD);
        g_assert_null(strstr(run.out, "Delgado"));
        g_assert_null(strstr(run.out, "4482913"));
        g_assert_nonnull(strstr(revealed.out, "4482913"));
    }
}

/* Without a reader nothing is known of the mail, and that is a verdict. */
static void
test_no_reader(void)
{
    const char *full = run_verb_file("full.eml", note);
    const RunVerbRow rows[] = {
        {{"classify", "--json", full},
         HEMO_CLI_UNREADABLE,
         "{\"file\":\"*full.eml\",*\"unread\"*}\n",
         "hemostat: *full.eml: Hemostat's reader cannot be started: is Hemostat installed?\n"},
    };
    const RunVerbRow others[] = {
        {{"badge", "--json", full},
         HEMO_CLI_UNREADABLE,
         NULL,
         "hemostat: *full.eml: Hemostat's reader cannot be started: is Hemostat installed?\n"},
    };
    g_autofree char *folder = g_strdup(g_getenv("HEMOSTAT_LIBEXEC"));

    g_setenv("HEMOSTAT_LIBEXEC", "/nowhere", TRUE);
    run_verb_check(hemo_cli_read_classify, rows, G_N_ELEMENTS(rows));
    run_verb_check(hemo_cli_read_badge, others, G_N_ELEMENTS(others));
    g_setenv("HEMOSTAT_LIBEXEC", folder, TRUE);
}

static const char travelled[] =
    "Received: from mx.example.org (mx.example.org [192.0.2.2])\n"
    "\tby store.example.net (Postfix) with ESMTPS id 2\n"
    "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits));\n"
    "\tMon, 5 Jan 2026 10:00:01 +0000\n"
    "Received: from a.example.com (a.example.com [192.0.2.1])\n"
    "\tby mx.example.org (Postfix) with ESMTP id 1; Mon, 5 Jan 2026 10:00:00 +0000\n\nx\n";

static void
test_badge(void)
{
    const char *mail = run_verb_file("in.eml", travelled);
    const RunVerbRow rows[] = {
        {{"badge", "--json", "--trust", "example.net", "--trust", "example.org", mail},
         HEMO_CLI_GOOD,
         "{\"file\":\"*in.eml\",*\"badge\":\"plain\"*}\n",
         NULL},
        {{"badge", mail},
         HEMO_CLI_GOOD,
         "*in.eml: No trustworthy record of encryption\n  The server *",
         "hemostat: without --trust YOUR-DOMAIN nobody's record can be trusted\n"},
        {{"badge", "--json", mail}, HEMO_CLI_GOOD, "{*\"badge\":\"unknown\"*}\n", NULL},
        {{"badge", "--trust=example.net", mail}, HEMO_CLI_GOOD, "*in.eml: *\n", NULL},
        {{"badge"}, HEMO_CLI_USAGE, NULL, "hemostat: name a file*\n"},
    };

    run_verb_check(hemo_cli_read_badge, rows, G_N_ELEMENTS(rows));
}

static const char report[] =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nsorry\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
    "Final-Recipient: rfc822; bo@example.com\nAction: failed\nStatus: 5.1.1\n\n"
    "Final-Recipient: rfc822; al@example.com\nAction: delivered\nStatus: 2.0.0\n--b--\n";

static void
test_bounce(void)
{
    const char *back = run_verb_file("back.eml", report);
    const char *other = run_verb_file("tea.eml", tea);
    const RunVerbRow rows[] = {
        {{"bounce", "--json", back, other},
         HEMO_CLI_GOOD,
         "{\"file\":\"*back.eml\",*\"bo@example.com\"*}\n{\"file\":\"*tea.eml\",*}\n",
         NULL},
        {{"bounce", back, other},
         HEMO_CLI_GOOD,
         "*back.eml: a delivery report\n  bo@example.com: not delivered: there is no such "
         "address\n  al@example.com: was delivered\n"
         "*tea.eml: no delivery report\n",
         NULL},
    };

    run_verb_check(hemo_cli_read_bounce, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-read/classify", test_classify);
    g_test_add_func("/cli-read/reveal", test_reveal);
    g_test_add_func("/cli-read/no-reader", test_no_reader);
    g_test_add_func("/cli-read/badge", test_badge);
    g_test_add_func("/cli-read/bounce", test_bounce);
    return g_test_run();
}
