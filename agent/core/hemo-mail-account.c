/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mail-account.h.
 */
#include "hemo-mail-account.h"

HemoMailAccount *
hemo_mail_account_new(void)
{
    return g_new0(HemoMailAccount, 1);
}

void
hemo_mail_account_free(HemoMailAccount *account)
{
    if (account == NULL)
        return;
    g_free(account->group);
    g_free(account->title);
    g_free(account->name);
    g_free(account->address);
    g_free(account->out.host);
    g_free(account->user);
    g_free(account->in.host);
    g_free(account);
}

static void
account_free(gpointer data)
{
    hemo_mail_account_free(data);
}

GPtrArray *
hemo_mail_account_array(void)
{
    return g_ptr_array_new_with_free_func(account_free);
}
