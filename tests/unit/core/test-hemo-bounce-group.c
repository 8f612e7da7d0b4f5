/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-bounce-group.h"

static void
test_groups(void)
{
    static const struct {
        const char *status, *words;
        HemoBounceGroup group;
    } ROWS[] = {
        {"5.1.1", "550 5.1.1 User unknown", HEMO_BOUNCE_WRONG_ADDRESS},
        {"5.1.1", "", HEMO_BOUNCE_WRONG_ADDRESS},
        {"5.4.4", "Host or domain name not found", HEMO_BOUNCE_NO_SUCH_DOMAIN},
        {"5.2.2", "", HEMO_BOUNCE_MAILBOX_FULL},
        {"", "The recipient's mailbox\n is over quota", HEMO_BOUNCE_MAILBOX_FULL},
        {"5.2.1", "This account has been disabled", HEMO_BOUNCE_INACTIVE},
        {"5.3.4", "", HEMO_BOUNCE_TOO_BIG},
        {"5.0.0", "message looks like spam", HEMO_BOUNCE_REFUSED},
        {"5.7.1", "", HEMO_BOUNCE_POLICY},
        {"4.5.3", "too many connections from your host", HEMO_BOUNCE_RATE},
        {"4.4.1", "Connection timed out", HEMO_BOUNCE_TEMPORARY},
        {"4.3.0", "", HEMO_BOUNCE_TEMPORARY},
        {"", "", HEMO_BOUNCE_OTHER},
        /* RFC 3463 and RFC 8689: TLS, whatever the words */
        {"4.7.4", "TLS is required, but was not offered by host", HEMO_BOUNCE_TLS},
        {"4.7.5", "Server certificate not trusted", HEMO_BOUNCE_TLS},
        {"5.7.10", "Encryption needed", HEMO_BOUNCE_TLS},
        {"5.7.30", "REQUIRETLS support required", HEMO_BOUNCE_TLS},
        {"5.7.0", "530 5.7.0 Must issue a STARTTLS command first", HEMO_BOUNCE_TLS},
        {"4.7.0", "454 4.7.0 TLS not available due to local problem", HEMO_BOUNCE_TLS},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        HemoBounceGroup group = hemo_bounce_group_find(hemo_slice_text(ROWS[i].status),
                                                       hemo_slice_text(ROWS[i].words));

        g_test_message("%s %s", ROWS[i].status, ROWS[i].words);
        g_assert_cmpint(group, ==, ROWS[i].group);
        g_assert_nonnull(hemo_names_find(hemo_bounce_group_names, (int)group));
    }
}

/* Every group has words of its own, and so has what is none. */
static void
test_words(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (int i = 0; hemo_bounce_group_names[i].name != NULL; i++) {
        const char *words =
            hemo_bounce_group_words((HemoBounceGroup)hemo_bounce_group_names[i].value);

        g_assert_cmpstr(words, !=, "");
        g_assert_true(g_hash_table_add(seen, (gpointer)words));
    }
    g_assert_cmpstr(hemo_bounce_group_words((HemoBounceGroup)999), ==, "no known reason");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/group/groups", test_groups);
    g_test_add_func("/group/words", test_words);
    return g_test_run();
}
