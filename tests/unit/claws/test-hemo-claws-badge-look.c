/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-badge-look.h"

typedef struct {
    const char *state;
    HemoClawsMark mark;
    gboolean warns;
    const char *tag;
} Case;

static const Case cases[] = {
    {"full", HEMO_CLAWS_MARK_TLS, FALSE, "TLS"},
    {"entry", HEMO_CLAWS_MARK_TLS, FALSE, "TLS"},
    {"partial", HEMO_CLAWS_MARK_NOT_TLS, TRUE, "TLS in part"},
    {"weak", HEMO_CLAWS_MARK_NOT_TLS, TRUE, "Outdated TLS"},
    {"plain", HEMO_CLAWS_MARK_NOT_TLS, TRUE, "No TLS"},
    {"internal", HEMO_CLAWS_MARK_NONE, FALSE, NULL},
    {"unknown", HEMO_CLAWS_MARK_NONE, FALSE, NULL},
};

static void
test_state(gconstpointer data)
{
    const Case *c = data;
    const HemoClawsBadgeLook *look = hemo_claws_badge_look_find(c->state);

    g_assert_cmpstr(look->state, ==, c->state);
    g_assert_cmpint(look->mark, ==, c->mark);
    g_assert_cmpint(look->type == GTK_MESSAGE_WARNING, ==, c->warns);
    g_assert_cmpstr(look->tag, ==, c->tag);
    g_assert_nonnull(look->icons[0]);
    g_assert_cmpstr(look->icon_words, !=, "");
}

/* What a later agent may say looks like nothing known, never like TLS. */
static void
test_others(void)
{
    static const char *const others[] = {NULL, "", "FULL", "full ", "secure"};

    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_cmpstr(hemo_claws_badge_look_find(others[i])->state, ==, "unknown");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/badge-look/", cases[i].state, NULL);

        g_test_add_data_func(path, &cases[i], test_state);
    }
    g_test_add_func("/claws/badge-look/others", test_others);
    return g_test_run();
}
