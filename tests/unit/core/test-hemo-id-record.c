/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-id-record.h"

#include "test-id.h"

static void
test_found(void)
{
    static const IdCase cases[] = {
        {"MRN 448812", "mrn:448812"},
        {"MRN: 44-88-12", "mrn:44-88-12"},
        {"Medical record number is 448812", "mrn:448812"},
        {"Member ID: W12345678", "member-id:W12345678"},
        {"Medicaid 10448812", "member-id:10448812"},
        {"claim #4488120", "claim-number:4488120"},
        {"accession 20264488", "record-number:20264488"},
        {"Acct no. 448812", "account-number:448812"},
        {"pacemaker serial 4488120", "device:4488120"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_record_find);
}

static void
test_refused(void)
{
    static const IdCase cases[] = {
        {"order 448812", "none"},
        {"tracking number 448812001", "none"},
        {"448812", "none"},
        {"MRN on 03/04/2026", "none"},
        {"MRN: pending", "none"},
        {"claim of 1200", "none"},
        {"account 12", "none"},
        {"member since 1999", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_record_find);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id-record/found", test_found);
    g_test_add_func("/id-record/refused", test_refused);
    return g_test_run();
}
