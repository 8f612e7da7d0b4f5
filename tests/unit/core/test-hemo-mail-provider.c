/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mail-provider.h"

#include "hemo-org-domain.h"

static void
test_families(void)
{
    g_assert_cmpint(hemo_mail_provider_find("office365.com"), ==, HEMO_MAIL_PROVIDER_MICROSOFT);
    g_assert_cmpint(hemo_mail_provider_find("example.org"), ==, HEMO_MAIL_PROVIDER_NONE);
    g_assert_true(
        hemo_mail_provider_has_address(HEMO_MAIL_PROVIDER_APPLE, hemo_slice_text("17.1.2.3")));
    g_assert_false(
        hemo_mail_provider_has_address(HEMO_MAIL_PROVIDER_APPLE, hemo_slice_text("192.0.2.1")));
    g_assert_false(
        hemo_mail_provider_has_address(HEMO_MAIL_PROVIDER_NONE, hemo_slice_text("17.1.2.3")));
}

static void
test_records(void)
{
    static const struct {
        const char *field;
        gboolean records;
    } ROWS[] = {
        {"from a by mx.example.org (Postfix) with ESMTP id 1", TRUE},
        {"from a by mx.example.org with esmtp (Exim 4.98) id 1", TRUE},
        {"from a by mx.example.org (8.17.1/8.17.1) with ESMTP id 1", TRUE},
        {"from a by mx.example.org with Microsoft\r\n SMTP Server id 15.20.1", TRUE},
        {"from a by mx.example.org with Microsoft SMTPSVC(6.0)", FALSE},
        {"from a by mx0a-01.pphosted.com with ESMTP id 1", TRUE},
        {"from a by mail.messagingengine.com (Postfix) with ESMTPA", FALSE},
        {"from a by mx.example.org (CommuniGate Pro SMTP 6.2) with ESMTP id 1", TRUE},
        {"from a by mx.example.org (CommuniGate Pro SMTP 4.0) with ESMTP id 1", FALSE},
        {"from a by mx.example.org (amavisd-new) with ESMTP id 1", FALSE},
        {"from a by mx.example.org with SMTP", FALSE},
        {"", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(HemoReceived) received = hemo_received_parse(hemo_slice_text(ROWS[i].field));

        g_autofree char *org =
            hemo_org_domain_find(hemo_received_item(received, HEMO_RECEIVED_BY));

        g_test_message("%s", ROWS[i].field);
        g_assert_cmpint(hemo_mail_provider_records_tls(received, org), ==, ROWS[i].records);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/provider/families", test_families);
    g_test_add_func("/provider/records", test_records);
    return g_test_run();
}
