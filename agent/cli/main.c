/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat: finds the verb and runs it.
 */
#include "hemo-bus.h"
#include "hemo-cli-assess.h"
#include "hemo-cli-audit.h"
#include "hemo-cli-doctor.h"
#include "hemo-cli-domain.h"
#include "hemo-cli-keys.h"
#include "hemo-cli-leave.h"
#include "hemo-cli-lint-forwards.h"
#include "hemo-cli-output.h"
#include "hemo-cli-password.h"
#include "hemo-cli-protect.h"
#include "hemo-cli-read.h"
#include "hemo-cli-received.h"
#include "hemo-cli-send.h"
#include "hemo-cli-setup.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *words;
} verbs[] = {
    {"classify", hemo_cli_read_classify, N_("find patient data in mails")},
    {"received", hemo_cli_received, N_("read Received fields")},
    {"badge", hemo_cli_read_badge, N_("tell whether mails were transmitted over TLS")},
    {"bounce", hemo_cli_read_bounce, N_("read delivery reports")},
    {"domain", hemo_cli_domain, N_("tell how well domains can be reached over TLS")},
    {"assess", hemo_cli_assess, N_("tell what would happen to a mail")},
    {"protect", hemo_cli_protect, N_("write the outgoing messages of a mail")},
    {"send", hemo_cli_send, N_("judge, protect and hand over a mail")},
    {"audit", hemo_cli_audit, N_("show the audit, and check it")},
    {"keys", hemo_cli_keys, N_("keys and certificates of others, and your own")},
    {"password", hemo_cli_password, N_("keep the password of a mail server")},
    {"setup", hemo_cli_setup, N_("make a mail program and Hemostat know each other")},
    {"leave", hemo_cli_leave, N_("for somebody who leaves: take it all out, keep the audit")},
    {"doctor", hemo_cli_doctor, N_("check that everything is in order")},
    {"lint-forwards", hemo_cli_lint_forwards, N_("check where forwarding rules send mail")},
};

static void
print_usage(FILE *file)
{
    fprintf(file,
            "%s\n",
            _("Usage: hemostat VERB [OPTION...] (hemostat VERB --help tells more)"));
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        fprintf(file, "  %-13s %s\n", verbs[i].name, _(verbs[i].words));
}

static int
run(int argc, char **argv)
{
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].name, argv[1]))
            return verbs[i].run(argc - 1, argv + 1);
    }
    if (g_str_equal(argv[1], "--help") || g_str_equal(argv[1], "-h")) {
        print_usage(stdout);
        return HEMO_CLI_GOOD;
    }
    if (g_str_equal(argv[1], "--version")) {
        hemo_cli_output_line("hemostat %s", PACKAGE_VERSION);
        return HEMO_CLI_GOOD;
    }
    hemo_cli_output_complaint(_("there is no verb \"%s\""), argv[1]);
    print_usage(stderr);
    return HEMO_CLI_USAGE;
}

int
main(int argc, char **argv)
{
    int status = HEMO_CLI_USAGE;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, HEMOSTAT_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    signal(SIGPIPE, SIG_IGN);
    hemo_bus_register_errors();
    if (argc > 1)
        status = run(argc, argv);
    else
        print_usage(stderr);
    if (!hemo_cli_output_flush() && status == HEMO_CLI_GOOD) {
        hemo_cli_output_complaint(
            "%s",
            _("it was done, but the answer could not be written to standard output"));
        return HEMO_CLI_USAGE;
    }
    return status;
}
