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
    {"predicted", "", "TLS expected"},
    {"predicted", "end-to-end", "checked on sending"},
    {"predicted", "portal", "through the portal"},
    {"tls", "end-to-end", "checked on sending"},
    {"tls", "portal", "through the portal"},
    {"encrypted", "", "will be encrypted"},
    {"encrypted", "end-to-end", "will be encrypted"},
    {"encrypted", "portal", "through the portal"},
    {"portal", "", "needs the portal"},
    {"pdf", "", "as a PDF with five words"},
    {"pdf", "end-to-end", "checked on sending"},
    {"portal", "end-to-end", "needs the portal"},
    {"undeliverable", "", "cannot receive mail"},
    {"undeliverable", "portal", "cannot receive mail"},
    {"unknown", "", "not known yet"},
    {"unknown", "portal", "not known yet"},
    {NULL, "", "not known yet"},
    {"perfect", "", "not known yet"},    /* a word that is not ours */
    {"tls", "quantum", "not known yet"}, /* nor such a protection */
    {"tls", NULL, "not known yet"},
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
