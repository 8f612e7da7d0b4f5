/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-trigger.h"

static const char *const keywords[] = {"[secure]", "[portal]", "encrypt", "[sec]", "", NULL};

static void
test_subjects(void)
{
    static const struct {
        const char *subject;
        const char *without;
        guint found; /* bits by place in the list */
    } cases[] = {
        {"[secure] Results", "Results", 1},
        {"Results [SECURE]", "Results", 1},
        {"Re: [Secure] results", "Re: results", 1},
        {"Re:[secure]results", "Re: results", 1},
        {"[portal] [secure] x", "x", 3},
        {"[secure][secure]", "", 1},
        {"encrypt this", "this", 4},
        {"Encrypt: this", ": this", 4},
        {"encryption", "encryption", 0},
        {"unencrypt me", "unencrypt me", 0},
        {"  two  blanks ", "  two  blanks ", 0},
        {"secure", "secure", 0},
        {"[secure", "[secure", 0},
        {"", "", 0},
        {"[sec] a", "a", 8},
        {"Se\xc3\xb1or [secure] \xc3\xa9", "Se\xc3\xb1or \xc3\xa9", 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoTrigger) trigger =
            hemo_trigger_find(hemo_slice_text(cases[i].subject), keywords);

        g_assert_cmpstr(hemo_secret_text(hemo_trigger_subject(trigger)), ==, cases[i].without);
        for (guint bit = 0; bit < 5; bit++)
            g_assert_cmpint(hemo_trigger_has(trigger, bit),
                            ==,
                            (cases[i].found >> bit & 1) != 0);
    }
}

static void
test_no_list(void)
{
    g_autoptr(HemoTrigger) trigger = hemo_trigger_find(hemo_slice_text("[secure] a"), NULL);

    g_assert_cmpuint(hemo_trigger_count(trigger), ==, 0);
    g_assert_cmpstr(hemo_secret_text(hemo_trigger_subject(trigger)), ==, "[secure] a");
    g_assert_false(hemo_trigger_has(trigger, 7));
}

/* What a user adds cannot take a word of the administrator's away. */
static void
test_words_that_overlap(void)
{
    static const char *const added[] = {"[secure]", "[secure] labs", "re: [", NULL};
    static const struct {
        const char *subject;
        const char *without;
        guint found;
    } cases[] = {
        {"[secure] labs of May", "of May", 3},
        {"Re: [secure] x", "x", 5},
        {"Re: [secure] labs", "", 7},
        {"Re: [x]", "x]", 4},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoTrigger) trigger =
            hemo_trigger_find(hemo_slice_text(cases[i].subject), added);

        g_assert_cmpstr(hemo_secret_text(hemo_trigger_subject(trigger)), ==, cases[i].without);
        for (guint bit = 0; bit < 3; bit++)
            g_assert_cmpint(hemo_trigger_has(trigger, bit),
                            ==,
                            (cases[i].found >> bit & 1) != 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/trigger/subjects", test_subjects);
    g_test_add_func("/trigger/words-that-overlap", test_words_that_overlap);
    g_test_add_func("/trigger/no-list", test_no_list);
    return g_test_run();
}
