/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-received-peer.h"

static void
check_text(HemoSlice text, const char *expected)
{
    if (expected == NULL)
        g_assert_cmpuint(text.size, ==, 0);
    else
        g_assert_true(hemo_slice_equal(text, hemo_slice_text(expected)));
}

static void
test_address(void)
{
    static const struct {
        const char *word, *address;
    } ROWS[] = {
        {"[192.0.2.1]", "192.0.2.1"},
        {"[IPv6:2001:db8::1]", "2001:db8::1"},
        {"[IPV6:2001:db8::1]", "2001:db8::1"},
        {"[192.0.2.1:587]", "192.0.2.1"},
        {"[192.0.2.1]:587", "192.0.2.1"},
        {"[2001:db8::1.33923]", "2001:db8::1"},
        {"2001:db8::1", "2001:db8::1"},
        {"[::ffff:192.0.2.1]", "::ffff:192.0.2.1"},
        {"user@192.0.2.1", "192.0.2.1"},
        {"a@b@[192.0.2.1]", "192.0.2.1"},
        {"/192.0.2.1", "192.0.2.1"},
        {"[(192.0.2.1)]", "192.0.2.1"},
        {"Verified[192.0.2.1]", "192.0.2.1"},
        {"mail.example.org", NULL},
        {"[]", NULL},
        {"[TEMPUNAVAIL]", NULL},
        {"192.0.2.1.example.org", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_test_message("%s", ROWS[i].word);
        check_text(hemo_received_peer_address(hemo_slice_text(ROWS[i].word)), ROWS[i].address);
    }
}

static void
test_comments(void)
{
    static const struct {
        const char *comment, *helo, *rdns, *ip;
        gboolean address, authenticated;
    } ROWS[] = {
        {"mail.example.org [192.0.2.1]", NULL, "mail.example.org", "192.0.2.1", TRUE, FALSE},
        {"mail.example.org. [192.0.2.1]", NULL, "mail.example.org", "192.0.2.1", TRUE, FALSE},
        {"unknown [192.0.2.1]", NULL, NULL, "192.0.2.1", TRUE, FALSE},
        {"root@mail.example.org [192.0.2.1]",
         NULL,
         "mail.example.org",
         "192.0.2.1",
         TRUE,
         FALSE},
        {"mail.example.org [192.0.2.1] (may be forged)", NULL, NULL, "192.0.2.1", TRUE, FALSE},
        {"192.0.2.9 [192.0.2.1]", NULL, NULL, "192.0.2.1", TRUE, FALSE},
        {"[192.0.2.1] helo=a.example", "a.example", NULL, "192.0.2.1", TRUE, FALSE},
        {"[192.0.2.1]:99 \"EHLO a.example\" rhost-flags-OK",
         "a.example",
         NULL,
         "192.0.2.1",
         TRUE,
         FALSE},
        {"HELO 192.0.2.9", "192.0.2.9", NULL, NULL, FALSE, FALSE},
        {"helo=[192.0.2.9]", "[192.0.2.9]", NULL, NULL, FALSE, FALSE},
        {"account a@b.example HELO c.example", "c.example", NULL, NULL, FALSE, TRUE},
        {"user=a mech=PLAIN bits=0", NULL, NULL, NULL, FALSE, TRUE},
        {"Authenticated sender: x[192.0.2.9]", NULL, NULL, NULL, FALSE, TRUE},
        {"Client CN \"[192.0.2.9]\", Issuer \"x\"", NULL, NULL, NULL, FALSE, FALSE},
        {"", NULL, NULL, NULL, FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoReceivedPeer peer = {.authenticated = FALSE};

        g_test_message("%s", ROWS[i].comment);
        g_assert_cmpint(
            hemo_received_peer_read_comment(&peer, hemo_slice_text(ROWS[i].comment)),
            ==,
            ROWS[i].address);
        check_text(peer.helo, ROWS[i].helo);
        check_text(peer.rdns, ROWS[i].rdns);
        check_text(peer.ip, ROWS[i].ip);
        g_assert_cmpint(peer.authenticated, ==, ROWS[i].authenticated);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/peer/address", test_address);
    g_test_add_func("/peer/comments", test_comments);
    return g_test_run();
}
