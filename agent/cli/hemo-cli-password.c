/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-password.h.
 */
#include "hemo-cli-password.h"

#include "hemo-bus.h"
#include "hemo-cli-input.h"
#include "hemo-cli-mail.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>
#include <termios.h>
#include <unistd.h>

/* In a terminal the password is not shown while it is typed. */
static int
read_password(GError **error)
{
    struct termios before;
    struct termios silent;
    int fd;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return hemo_cli_input_open("-", error);
    hemo_cli_output_complaint("%s",
                              _("type the password, Return, and Ctrl+D; it is not shown"));
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    fd = hemo_cli_input_open("-", error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    return fd;
}

static gboolean
store(const char *account, int fd, GError **error)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new_from_array(&fd, 1);
    g_autoptr(HemoAgent1) agent = hemo_cli_mail_connect(error);
    gboolean good;

    if (agent == NULL)
        return FALSE;
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
    return good;
}

static int
keep_password(const char *account)
{
    GError *error = NULL;
    int fd = read_password(&error);
    int status = HEMO_CLI_GOOD;

    if (fd < 0)
        status = HEMO_CLI_UNREADABLE;
    else if (!store(account, fd, &error))
        status = HEMO_CLI_HELD;
    if (status != HEMO_CLI_GOOD)
        hemo_cli_output_error(error);
    return status;
}

int
hemo_cli_password(int argc, char **argv)
{
    g_autofree char *account = NULL;
    g_auto(GStrv) rest = NULL;
    gboolean json;
    const GOptionEntry entries[] = {
        {"account",
         0,
         0,
         G_OPTION_ARG_STRING,
         &account,
         N_("The account, as in accounts.conf"),
         N_("ID")},
        {NULL},
    };
    const HemoCliOptionVerb words = {
        _("Keeps the password of an account's mail server; reads it from standard input."),
        entries,
        HEMO_CLI_OPTION_NOTHING,
    };

    if (!hemo_cli_option_parse(argc, argv, &words, &json, &rest))
        return HEMO_CLI_USAGE;
    if (account != NULL)
        return keep_password(account);
    hemo_cli_output_complaint("%s", _("--account is needed"));
    return HEMO_CLI_USAGE;
}
