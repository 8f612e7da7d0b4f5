/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mail-account.h"

static void
test_fails_closed(void)
{
    g_autoptr(HemoMailAccount) account = hemo_mail_account_new();

    g_assert_cmpint(account->protocol, ==, HEMO_MAIL_PROTOCOL_INVALID);
    g_assert_cmpint(account->out.security, ==, HEMO_SECURITY_INVALID);
    g_assert_cmpint(account->in.security, ==, HEMO_SECURITY_INVALID);
    g_assert_cmpuint(account->out.port, ==, 0);
    hemo_mail_account_free(NULL);
}

static void
test_array_owns(void)
{
    g_autoptr(GPtrArray) accounts = hemo_mail_account_array();
    HemoMailAccount *account = hemo_mail_account_new();

    account->address = g_strdup("ana@example.org");
    account->out.host = g_strdup("mail.example.org");
    g_ptr_array_add(accounts, account);
    g_ptr_array_add(accounts, NULL);
    g_assert_cmpuint(accounts->len, ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail-account/fails-closed", test_fails_closed);
    g_test_add_func("/mail-account/array-owns", test_array_owns);
    return g_test_run();
}
