/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-badge-words.h"

#include <string.h>

static void
test_titles(void)
{
    for (int state = HEMO_BADGE_UNKNOWN; state <= HEMO_BADGE_INTERNAL; state++) {
        g_autofree char *title =
            g_ascii_strdown(hemo_badge_words_title((HemoBadgeState)state), -1);

        g_assert_cmpuint(strlen(title), >, 0);
        g_assert_null(strstr(title, "secure"));
        g_assert_cmpint(g_str_has_prefix(title, "transmitted over tls"),
                        ==,
                        state == HEMO_BADGE_FULL || state == HEMO_BADGE_ENTRY ||
                            state == HEMO_BADGE_PARTIAL);
    }
}

static void
test_hops(void)
{
    g_autoptr(HemoHop) hop = hemo_hop_new(
        hemo_slice_text("from a.example ([192.0.2.1]) by m%sx.example.org with ESMTP"),
        0);
    g_autofree char *ours =
        hemo_badge_words_hop(hop, HEMO_HOP_EXTERNAL, HEMO_HOP_PLAIN, HEMO_BADGE_SIDE_OURS);
    g_autofree char *theirs =
        hemo_badge_words_hop(hop, HEMO_HOP_EXTERNAL, HEMO_HOP_PLAIN, HEMO_BADGE_SIDE_THEIRS);
    g_autofree char *inside =
        hemo_badge_words_hop(hop, HEMO_HOP_INTERNAL, HEMO_HOP_PLAIN, HEMO_BADGE_SIDE_OURS);
    g_autofree char *unknown =
        hemo_badge_words_hop(hop, HEMO_HOP_EXTERNAL, HEMO_HOP_PLAIN, HEMO_BADGE_SIDE_UNKNOWN);

    g_assert_cmpstr(ours,
                    ==,
                    "Your mail server m%sx.example.org received this without encryption.");
    g_assert_nonnull(strstr(theirs, "sender's side"));
    g_assert_cmpstr(unknown,
                    ==,
                    "The server m%sx.example.org reports that it received this without "
                    "encryption.");
    g_assert_null(strstr(inside, "encryption"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/titles", test_titles);
    g_test_add_func("/words/hops", test_hops);
    return g_test_run();
}
