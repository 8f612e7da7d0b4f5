/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-id-number.h"

#include "test-id.h"

static void
test_found(void)
{
    static const IdCase cases[] = {
        {"her SSN is 212-09-4432.", "ssn:212-09-4432"},
        {"SSN: 212 09 4432", "ssn:212 09 4432"},
        {"social security number 212094432", "ssn:212094432"},
        {"card 1EG4-TE5-MK73", "medicare-id:1EG4-TE5-MK73"},
        {"1EG4TE5MK73", "medicare-id:1EG4TE5MK73"},
        {"NPI 1234567893", "provider-number:1234567893"},
        {"DEA AB1234563", "provider-number:AB1234563"},
        {"paid with 4111 1111 1111 1111", "card-number:4111 1111 1111 1111"},
        {"4111111111111111", "card-number:4111111111111111"},
        {"VIN 1M8GDM9AXKP042788", "vehicle:1M8GDM9AXKP042788"},
        {"coded E11.43 today", "diagnosis-code:E11.43"},
        {"Dx: S72001A", "diagnosis-code:S72001A"},
        {"CPT 99213", "procedure-code:99213"},
        {"NDC 00071-0155-23", "drug-code:00071-0155-23"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_number_find);
}

static void
test_refused(void)
{
    static const IdCase cases[] = {
        {"212094432 without a label", "none"},
        {"000-12-3456", "none"},
        {"666-12-3456", "none"},
        {"912-12-3456", "none"},
        {"212-00-4432", "none"},
        {"212-09-0000", "none"},
        {"078-05-1120", "none"},
        {"123-45-6789", "none"},
        {"1EG4-TE5-MS73", "none"},
        {"NPI 1234567890", "none"},
        {"DEA AB1234567", "none"},
        {"4111 1111 1111 1112", "none"},
        {"1M8GDM9AYKP042788", "none"},
        {"vitamin B12 and L5 and T4", "none"},
        {"ZIP 44113", "none"},
        {"614-212-0147", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_number_find);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id-number/found", test_found);
    g_test_add_func("/id-number/refused", test_refused);
    return g_test_run();
}
