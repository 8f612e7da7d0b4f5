/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-queue.h"

static const char *const two[] = {"anna@example.org", "bob@example.net", NULL};
static const char *const nobody[] = {NULL};
static const char *const split[] = {"anna@example.org>\nR:<evil@example.com", NULL};

static HemoClawsQueue
good(void)
{
    return (HemoClawsQueue){
        .message_id = "1@example.org",
        .sender = "ana@example.org",
        .server = "mail.example.org",
        .recipients = two,
        .account_id = 3,
        .sent_folder = "#mh/Mailbox/sent",
        .replied = "#mh/Mailbox/inbox\t4\t9@example.com",
    };
}

static void
test_whole(void)
{
    HemoClawsQueue queue = good();
    g_autofree char *header = hemo_claws_queue_header(&queue);

    g_assert_cmpstr(header,
                    ==,
                    "AF:\nNF:0\nPS:10\nSRH:1\nSFN:\nDSR:\nMID:<1@example.org>\nCFG:\nPT:0\n"
                    "S:ana@example.org\nRQ:\nSSV:mail.example.org\nNSV:\nSSH:\n"
                    "R:<anna@example.org>,<bob@example.net>\nMAID:3\nSCF:#mh/Mailbox/sent\n"
                    "RMID:#mh/Mailbox/inbox\t4\t9@example.com\n"
                    "X-Claws-End-Special-Headers: 1\n");
}

static void
test_optional(void)
{
    HemoClawsQueue queue = {.sender = "ana@example.org", .recipients = two};
    g_autofree char *header = hemo_claws_queue_header(&queue);

    g_assert_nonnull(g_strstr_len(header, -1, "MID:\n"));
    g_assert_nonnull(g_strstr_len(header, -1, "SSV:\n"));
    g_assert_null(g_strstr_len(header, -1, "SCF:"));
    g_assert_null(g_strstr_len(header, -1, "FMID:"));
}

/* A value with a line end would be a line of its own: another recipient, another folder. */
static void
test_injection(void)
{
    static const char *const evil = "x\nR:<evil@example.com>";
    HemoClawsQueue queues[8];

    for (gsize i = 0; i < G_N_ELEMENTS(queues); i++)
        queues[i] = good();
    queues[0].message_id = evil;
    queues[1].sender = evil;
    queues[2].server = evil;
    queues[3].sent_folder = "x\r";
    queues[4].replied = evil;
    queues[5].forwarded = evil;
    queues[6].recipients = split;
    queues[7].recipients = nobody;
    for (gsize i = 0; i < G_N_ELEMENTS(queues); i++)
        g_assert_null(hemo_claws_queue_header(&queues[i]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claws/queue/whole", test_whole);
    g_test_add_func("/claws/queue/optional", test_optional);
    g_test_add_func("/claws/queue/injection", test_injection);
    return g_test_run();
}
