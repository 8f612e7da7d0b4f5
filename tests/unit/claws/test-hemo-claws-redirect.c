/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-redirect.h"

static const char original[] = "Return-Path: <nora@example.net>\r\n"
                               "Received: from a\r\n\tby b; today\r\n"
                               "From: Nora\r\n Lind <nora@example.net>\r\n"
                               "Subject: old\r\n and folded\r\n"
                               "Bcc: hidden@example.org\r\n"
                               "X-Claws-Privacy-System:none\r\n"
                               "To: ana@example.org\r\n"
                               "\r\n"
                               "the body\r\nSubject: not a field\r\n";

static void
test_header(void)
{
    HemoClawsRedirect redirect = {
        .by_way_of = "Ana <ana@example.org>",
        .date = "Sat, 21 Nov 2026 10:00:00 +0000",
        .from = "Ana <ana@example.org>",
        .subject = "new",
        .message_id = "<2@example.org>",
        .to = "sam@example.com",
        .cc = NULL,
    };
    HemoSlice body;
    g_autofree char *header =
        hemo_claws_redirect_header(hemo_slice_text(original), &redirect, &body);
    g_autofree char *rest = hemo_slice_dup(body);

    g_assert_cmpstr(header,
                    ==,
                    "From: Nora\n Lind <nora@example.net> (by way of Ana <ana@example.org>)\n"
                    "To: ana@example.org\n"
                    "Resent-Date: Sat, 21 Nov 2026 10:00:00 +0000\n"
                    "Resent-From: Ana <ana@example.org>\n"
                    "Subject: new\n"
                    "Resent-Message-ID: <2@example.org>\n"
                    "Resent-To: sam@example.com\n"
                    "\n");
    g_assert_cmpstr(rest, ==, "the body\r\nSubject: not a field\r\n");
}

static void
test_bare(void)
{
    HemoClawsRedirect redirect = {.to = "sam@example.com"};
    HemoSlice body;
    g_autofree char *header =
        hemo_claws_redirect_header(hemo_slice_text("From: nora@example.net\nSubject: gone"),
                                   &redirect,
                                   &body);

    g_assert_cmpstr(header, ==, "From: nora@example.net\nResent-To: sam@example.com\n\n");
    g_assert_cmpuint(body.size, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claws/redirect/header", test_header);
    g_test_add_func("/claws/redirect/bare", test_bare);
    return g_test_run();
}
