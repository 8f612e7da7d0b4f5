/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-password.h.
 */
#include "hemo-cli-password.h"

#include "hemo-bus.h"
#include "hemo-cli-input.h"
#include "hemo-cli-mail.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
store(const char *account, GError **error)
{
    g_autoptr(HemoAgent1) agent = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    int fd = hemo_cli_input_open("-", error);
    gboolean good = FALSE;

    if (fd < 0)
        return FALSE;
    fds = g_unix_fd_list_new_from_array(&fd, 1);
    agent = hemo_cli_mail_connect(error);
    if (agent != NULL) {
        good = hemo_agent1_call_store_password_sync(agent,
                                                    account,
                                                    g_variant_new_handle(0),
                                                    G_DBUS_CALL_FLAGS_NONE,
                                                    G_MAXINT,
                                                    fds,
                                                    NULL,
                                                    NULL,
                                                    error);
        hemo_bus_convert_error(error);
    }
    return good;
}

int
hemo_cli_password(int argc, char **argv)
{
    g_autofree char *account = NULL;
    gboolean json = FALSE;
    const GOptionEntry entries[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print one JSON object a line"), NULL},
        {"account",
         0,
         0,
         G_OPTION_ARG_STRING,
         &account,
         N_("The account, as in accounts.conf"),
         N_("ID")},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GError *error = NULL;

    g_option_context_set_summary(
        context,
        _("Keeps the password of an account's mail server; reads it from standard input."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hemo_cli_output_error(error);
        return HEMO_CLI_USAGE;
    }
    if (account == NULL) {
        g_printerr("%s", _("hemostat: --account is needed\n"));
        return HEMO_CLI_USAGE;
    }
    if (isatty(STDIN_FILENO))
        g_printerr("%s", _("Type the password, Return, and Ctrl+D:\n"));
    if (store(account, &error))
        return HEMO_CLI_GOOD;
    hemo_cli_output_error(error);
    return HEMO_CLI_HELD;
}
