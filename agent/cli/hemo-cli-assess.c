/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-assess.h.
 */
#include "hemo-cli-assess.h"

#include "hemo-cli-mail.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>

int
hemo_cli_assess(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    HemoCliMail mail;
    int status;

    if (!hemo_cli_mail_parse(argc, argv, _("Tells what would happen to a mail."), &options)) {
        hemo_cli_mail_clear_options(&options);
        return HEMO_CLI_USAGE;
    }
    status = hemo_cli_mail_assess(&options, &mail);
    if (mail.details != NULL)
        hemo_cli_mail_print(&options, &mail, NULL);
    hemo_cli_mail_clear(&mail);
    hemo_cli_mail_clear_options(&options);
    return status;
}
