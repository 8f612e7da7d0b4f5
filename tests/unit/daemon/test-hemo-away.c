/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-away.h"

typedef struct {
    HemoAway *away;
    GString *told;
    guint second;
} Place;

static void
say_first(gpointer data)
{
    Place *place = data;

    g_string_append_c(place->told, '1');
    hemo_away_remove(place->away, place->second);
}

static void
say_second(gpointer data)
{
    Place *place = data;

    g_string_append_c(place->told, '2');
}

static void
say_third(gpointer data)
{
    Place *place = data;

    g_string_append_c(place->told, '3');
    hemo_away_add(place->away, say_second, place);
}

/* In order, also if one of them takes another away or brings one. */
static void
test_order(void)
{
    g_autoptr(HemoAway) away = hemo_away_new();
    g_autoptr(GString) told = g_string_new(NULL);
    Place place = {away, told, 0};

    hemo_away_tell(away);
    hemo_away_add(away, say_first, &place);
    place.second = hemo_away_add(away, say_second, &place);
    hemo_away_add(away, say_third, &place);
    hemo_away_tell(away);
    g_assert_cmpstr(told->str, ==, "13");
    hemo_away_tell(away);
    g_assert_cmpstr(told->str, ==, "13132");
    hemo_away_remove(away, 1000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/away/order", test_order);
    return g_test_run();
}
