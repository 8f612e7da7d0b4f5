/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-bounce-signs.h"

static void
test_headers(void)
{
    static const struct {
        const char *headers;
        gboolean sender, subject, answer;
    } ROWS[] = {
        {"From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail Returned to Sender\n",
         TRUE,
         TRUE,
         FALSE},
        {"Return-Path: <>\nFrom: x@example.org\nSubject: Hello\n", TRUE, FALSE, FALSE},
        {"From: jo@example.org\nSubject: Re: failure notice\n", FALSE, FALSE, FALSE},
        {"From: jo@example.org\nSubject: Out of office: failure notice\n", FALSE, TRUE, TRUE},
        {"From: jo@example.org\nAuto-Submitted: auto-replied\nSubject: Away\n",
         FALSE,
         FALSE,
         TRUE},
        /* Exim marks its reports so */
        {"From: Mailer-Daemon@mx.example.org\nAuto-Submitted: auto-replied\n"
         "Subject: Mail delivery failed: returning message to sender\n",
         TRUE,
         TRUE,
         FALSE},
        {"From: jo@example.org\nSubject: Lunch\n", FALSE, FALSE, FALSE},
        {"", FALSE, FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoSlice headers = hemo_slice_text(ROWS[i].headers);

        g_test_message("%s", ROWS[i].headers);
        g_assert_cmpint(hemo_bounce_signs_in_sender(headers), ==, ROWS[i].sender);
        g_assert_cmpint(hemo_bounce_signs_in_subject(headers), ==, ROWS[i].subject);
        g_assert_cmpint(hemo_bounce_signs_of_answer(headers), ==, ROWS[i].answer);
    }
    g_assert_true(hemo_bounce_signs_of_reply(hemo_slice_text("Subject: FWD: x\n")));
    g_assert_false(hemo_bounce_signs_of_reply(hemo_slice_text("Subject: x\n")));
}

static void
test_texts(void)
{
    g_assert_true(hemo_bounce_signs_in_text(
        hemo_slice_text("Your message could\n  not be\tDELIVERED to one or more")));
    g_assert_false(hemo_bounce_signs_in_text(hemo_slice_text("See you at lunch.")));
    g_assert_true(
        hemo_bounce_signs_of_delay(hemo_slice_text("It has not yet been delivered.")));
    g_assert_false(hemo_bounce_signs_of_delay(hemo_slice_text("It was not delivered.")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signs/headers", test_headers);
    g_test_add_func("/signs/texts", test_texts);
    return g_test_run();
}
