/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat: finds the verb and runs it.
 */
#include "hemo-bus.h"
#include "hemo-cli-assess.h"
#include "hemo-cli-audit.h"
#include "hemo-cli-domain.h"
#include "hemo-cli-output.h"
#include "hemo-cli-password.h"
#include "hemo-cli-protect.h"
#include "hemo-cli-read.h"
#include "hemo-cli-received.h"
#include "hemo-cli-send.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

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
    {"password", hemo_cli_password, N_("keep the password of a mail server")},
};

static int
usage(void)
{
    g_printerr("%s\n", _("Usage: hemostat VERB [OPTION...] (hemostat VERB --help tells more)"));
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        g_printerr("  %-10s %s\n", verbs[i].name, _(verbs[i].words));
    return HEMO_CLI_USAGE;
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, HEMOSTAT_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    signal(SIGPIPE, SIG_IGN);
    hemo_bus_register_errors();
    if (argc > 1 && g_str_equal(argv[1], "--version")) {
        g_print("hemostat %s\n", PACKAGE_VERSION);
        return HEMO_CLI_GOOD;
    }
    for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].name, argv[1]))
            return verbs[i].run(argc - 1, argv + 1);
    }
    return usage();
}
