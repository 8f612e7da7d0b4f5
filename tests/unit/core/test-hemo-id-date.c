/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-id-date.h"

#include "test-id.h"

static void
test_found(void)
{
    static const IdCase cases[] = {
        {"DOB 03/04/1961", "birth-date:03/04/1961"},
        {"Date of Birth: 1961-03-04", "birth-date:1961-03-04"},
        {"born March 4, 1961", "birth-date:March 4, 1961"},
        {"admitted 3/22/26", "event-date:3/22/26"},
        {"seen on 4 March 2026", "event-date:4 March 2026"},
        {"Stent placed 12.05.2026", "date:12.05.2026"},
        {"chest film on 3/4", "date:3/4"},
        {"repeat 3/22", "date:3/22"},
        {"on Jan 5th", "date:Jan 5th"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_date_find);
}

static void
test_refused(void)
{
    static const IdCase cases[] = {
        {"BP 120/80", "none"},
        {"strength 5/5", "none"},
        {"2/6 murmur", "none"},
        {"pain 7/10", "none"},
        {"13/45/2026", "none"},
        {"version 2.3.4", "none"},
        {"at 12:30", "none"},
        {"in March we moved", "none"},
        {"2026", "none"},
        {"1/2 tablet", "none"},
        {"on Monday 5 people", "none"},
        {"vent PS 10/5", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_date_find);
}

static void
test_age(void)
{
    static const IdCase cases[] = {
        {"a 92-year-old woman", "age:92-year"},
        {"94 yo male", "age:94"},
        {"Age: 101", "age:101"},
        {"a 58-year-old woman", "none"},
        {"sats 96 on air", "none"},
        {"in the 90s", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_date_find_age);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id-date/found", test_found);
    g_test_add_func("/id-date/refused", test_refused);
    g_test_add_func("/id-date/age", test_age);
    return g_test_run();
}
