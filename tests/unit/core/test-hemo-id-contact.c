/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-id-contact.h"

#include "test-id.h"

static void
test_found(void)
{
    static const IdCase cases[] = {
        {"call (614) 212-3344", "phone:614) 212-3344"},
        {"614-212-3344", "phone:614-212-3344"},
        {"614.212.3344", "phone:614.212.3344"},
        {"614 212 3344", "phone:614 212 3344"},
        {"phone 6142123344", "phone:6142123344"},
        {"write to lena.brook@example.org now", "mail-address:lena.brook@example.org"},
        {"lives at 4 Mill Road", "street:4 Mill Road"},
        {"120 North High St, Dayton", "street:120 North High St"},
        {"Dayton, OH 45402", "place:45402"},
        {"from 10.1.2.3", "ip-address:10.1.2.3"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_contact_find);
}

static void
test_refused(void)
{
    static const IdCase cases[] = {
        {"800-212-3344", "none"},
        {"614-555-0147", "none"},
        {"114-212-3344", "none"},
        {"911-212-3344", "none"},
        {"6142123344", "none"},
        {"45402", "none"},
        {"or 45402", "none"},
        {"10.1.2.300", "none"},
        {"4 people drive", "none"},
        {"see @home", "none"},
        {"1.2.3", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_contact_find);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id-contact/found", test_found);
    g_test_add_func("/id-contact/refused", test_refused);
    return g_test_run();
}
