/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-outlook.h"

static const struct {
    const char *state;
    const char *rung;
    const char *words;
} cases[] = {
    {"tls", "", "TLS verified"},
    {"tls", "end-to-end", "Checked on sending"},
    {"tls", "portal", "Through the portal"},
    {"encrypted", "", "Will be encrypted"},
    {"encrypted", "end-to-end", "Will be encrypted"},
    {"encrypted", "portal", "Through the portal"},
    {"portal", "", "Needs the portal"},
    {"portal", "end-to-end", "Needs the portal"},
    {"undeliverable", "", "Cannot receive mail"},
    {"undeliverable", "portal", "Cannot receive mail"},
    {"unknown", "", "Not known yet"},
    {"unknown", "portal", "Not known yet"},
    {NULL, "", "Not known yet"},
    {"perfect", "", "Not known yet"},    /* a word that is not ours */
    {"tls", "quantum", "Not known yet"}, /* nor such a protection */
    {"tls", NULL, "Not known yet"},
};

static void
test_words(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const HemoClawsOutlook *outlook =
            hemo_claws_outlook_find(cases[i].state, cases[i].rung);

        g_assert_cmpstr(outlook->words, ==, cases[i].words);
    }
}

/* Told apart without reading, and without colour. */
static void
test_icons(void)
{
    const char *const states[] = {"tls", "encrypted", "portal", "undeliverable", "unknown"};

    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        for (gsize j = 0; j < i; j++)
            g_assert_cmpstr(hemo_claws_outlook_find(states[i], "")->icon,
                            !=,
                            hemo_claws_outlook_find(states[j], "")->icon);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claws/outlook/words", test_words);
    g_test_add_func("/claws/outlook/icons", test_icons);
    return g_test_run();
}
