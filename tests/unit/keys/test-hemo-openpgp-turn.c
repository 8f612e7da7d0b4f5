/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-openpgp-turn.h"

#include <gio/gio.h>

static const HemoOpenpgpStamp before = {.newest = 1};
static const HemoOpenpgpStamp after = {.newest = 2};

/* One look-up. */
typedef struct {
    HemoOpenpgpTurn *turn;
    const HemoOpenpgpStamp *stamp;
    GMainLoop *loop; /* ended with it, or NULL */
    guint number;
    gboolean goes;
} Looker;

#define LOOKER(state)                                                                          \
    {                                                                                          \
        .turn = turn, .stamp = &(state)                                                        \
    }

static void
try(gpointer data)
{
    Looker *looker = data;

    looker->goes =
        hemo_openpgp_turn_begin(looker->turn, looker->stamp, try, data, &looker->number);
    if (looker->goes && looker->loop != NULL)
        g_main_loop_quit(looker->loop);
}

static void
try_all(Looker *lookers, gsize n)
{
    for (gsize i = 0; i < n; i++)
        try(&lookers[i]);
}

static void
test_the_first_goes_alone(void)
{
    HemoOpenpgpTurn *turn = hemo_openpgp_turn_new();
    Looker lookers[] = {LOOKER(before), LOOKER(before), LOOKER(before)};

    try_all(lookers, G_N_ELEMENTS(lookers));
    g_assert_true(lookers[0].goes);
    g_assert_false(lookers[1].goes);
    g_assert_false(lookers[2].goes);
    lookers[1].stamp = lookers[2].stamp = &after;
    hemo_openpgp_turn_end(turn, lookers[0].number, &after);
    g_assert_true(lookers[1].goes);
    g_assert_true(lookers[2].goes);
    hemo_openpgp_turn_end(turn, lookers[1].number, &after);
    hemo_openpgp_turn_end(turn, lookers[2].number, &after);
    hemo_openpgp_turn_free(turn);
}

static void
test_a_change_again(void)
{
    HemoOpenpgpTurn *turn = hemo_openpgp_turn_new();
    Looker lookers[] = {LOOKER(before), LOOKER(after), LOOKER(after)};

    try(&lookers[0]);
    hemo_openpgp_turn_end(turn, lookers[0].number, &before);
    try(&lookers[0]);
    g_assert_true(lookers[0].goes);
    try(&lookers[1]);
    try(&lookers[2]);
    g_assert_true(lookers[1].goes);
    g_assert_false(lookers[2].goes);
    hemo_openpgp_turn_end(turn, lookers[0].number, &before); /* it was not alone */
    g_assert_false(lookers[2].goes);
    hemo_openpgp_turn_end(turn, lookers[1].number, &after);
    g_assert_true(lookers[2].goes);
    hemo_openpgp_turn_free(turn);
}

/* One that failed has settled nothing: the next goes alone too. */
static void
test_after_a_failure(void)
{
    HemoOpenpgpTurn *turn = hemo_openpgp_turn_new();
    Looker lookers[] = {LOOKER(before), LOOKER(before), LOOKER(before)};

    try_all(lookers, G_N_ELEMENTS(lookers));
    hemo_openpgp_turn_end(turn, lookers[0].number, NULL);
    g_assert_true(lookers[1].goes);
    g_assert_false(lookers[2].goes);
    hemo_openpgp_turn_end(turn, lookers[0].number, &before); /* a second time */
    g_assert_false(lookers[2].goes);
    hemo_openpgp_turn_end(turn, lookers[1].number, &before);
    g_assert_true(lookers[2].goes);
    hemo_openpgp_turn_free(turn);
}

/* A gpg that hangs does not hold up the others. */
static void
test_stuck(void)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    HemoOpenpgpTurn *turn = hemo_openpgp_turn_new();
    Looker lookers[] = {LOOKER(before), LOOKER(before), LOOKER(before)};

    lookers[2].loop = loop;
    try_all(lookers, G_N_ELEMENTS(lookers));
    g_main_loop_run(loop);
    g_assert_true(lookers[1].goes);
    hemo_openpgp_turn_end(turn, lookers[0].number, NULL);
    hemo_openpgp_turn_free(turn);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-turn/first", test_the_first_goes_alone);
    g_test_add_func("/openpgp-turn/change", test_a_change_again);
    g_test_add_func("/openpgp-turn/failure", test_after_a_failure);
    g_test_add_func("/openpgp-turn/stuck", test_stuck);
    return g_test_run();
}
