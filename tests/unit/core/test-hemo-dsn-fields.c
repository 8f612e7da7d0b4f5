/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dsn-fields.h"

static void
test_groups(void)
{
    static const struct {
        const char *text;
        struct {
            const char *address, *status;
            HemoDsnAction action;
        } recipients[3];
        const char *envid;
    } ROWS[] = {
        {"Reporting-MTA: dns; mx.example\r\nOriginal-Envelope-Id: q17\r\n\r\n"
         "Final-Recipient: rfc822; jo@a.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
         "Final-Recipient: rfc822; di@b.example\r\nAction: delayed\r\nStatus: 4.2.2\r\n",
         {{"jo@a.example", "5.1.1", HEMO_DSN_ACTION_FAILED},
          {"di@b.example", "4.2.2", HEMO_DSN_ACTION_DELAYED}},
         "q17"},
        /* the class comes from Action, not from the digit */
        {"Final-Recipient: rfc822;jo@a.example\nAction: failed\nStatus: 4.7.4\n",
         {{"jo@a.example", "4.7.4", HEMO_DSN_ACTION_FAILED}},
         NULL},
        {"Final-Recipient: rfc822;jo@a.example\nAction: relayed (to a server without "
         "reports)\nStatus: 2.0.0\n",
         {{"jo@a.example", "2.0.0", HEMO_DSN_ACTION_RELAYED}},
         NULL},
        {"Final-Recipient: utf-8; j\xc3\xb6@a.example\nAction: expanded\nStatus: 2.0.0\n",
         {{"j\xc3\xb6@a.example", "2.0.0", HEMO_DSN_ACTION_EXPANDED}},
         NULL},
        /* no blank line between groups, no Action */
        {"Final-Recipient: rfc822; jo@a.example\nStatus: 2.1.5\nFinal-Recipient: di@b.example\n"
         "Status: 5.0.0\nDiagnostic-Code: smtp; 550\n 5.2.2 full\n",
         {{"jo@a.example", "2.1.5", HEMO_DSN_ACTION_DELIVERED},
          {"di@b.example", "5.2.2", HEMO_DSN_ACTION_FAILED}},
         NULL},
        /* what is no address gives way to the original one */
        {"Original-Recipient: rfc822;<jo@a.example>\nFinal-Recipient: LOCAL;<jo>\n"
         "Action: failed\n",
         {{"jo@a.example", "", HEMO_DSN_ACTION_FAILED}},
         NULL},
        {"Original-Recipient: rfc822;jo@a.example\nFinal-Recipient: rfc822;@r.example:jo@b\n",
         {{"jo@a.example", "", HEMO_DSN_ACTION_FAILED}},
         NULL},
        {"Subject: no such thing\n", {{NULL}}, NULL},
        {"", {{NULL}}, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(GPtrArray) recipients =
            g_ptr_array_new_with_free_func((GDestroyNotify)hemo_dsn_recipient_free);
        HemoSlice envid = HEMO_SLICE_EMPTY;

        g_test_message("%s", ROWS[i].text);
        hemo_dsn_fields_read(hemo_slice_text(ROWS[i].text), recipients, &envid);
        for (guint k = 0; k < recipients->len; k++) {
            HemoDsnRecipient *recipient = g_ptr_array_index(recipients, k);

            g_assert_cmpstr(hemo_secret_text(recipient->address),
                            ==,
                            ROWS[i].recipients[k].address);
            g_assert_cmpstr(recipient->status, ==, ROWS[i].recipients[k].status);
            g_assert_cmpint(recipient->action, ==, ROWS[i].recipients[k].action);
        }
        g_assert_null(ROWS[i].recipients[recipients->len].address);
        g_assert_true(hemo_slice_equal(envid, hemo_slice_text(ROWS[i].envid)));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fields/groups", test_groups);
    return g_test_run();
}
