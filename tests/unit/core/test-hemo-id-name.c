/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-id-name.h"

#include "test-id.h"

static void
test_found(void)
{
    static const IdCase cases[] = {
        {"Mrs. Foster came", "titled-name:Foster"},
        {"saw mr keller today", "titled-name:keller"},
        {"MRS KELLER AT BEDSIDE", "titled-name:KELLER"},
        {"Patient: Wanda Zykorska", "patient-name:Wanda Zykorska"},
        {"NAME: DARWISH, OMAR", "patient-name:DARWISH"},
        {"pt Zykorska was seen", "patient-name:Zykorska"},
        {"Lena Keller is a 44-year-old woman", "patient-name:Lena Keller"},
        {"Lena Keller has gout", "patient-name:Lena Keller"},
        {"Lena Keller has a meeting", "full-name:Lena Keller"},
        {"Keller, Linda DOB 1/2/1950", "patient-name:Keller, Linda"},
        {"her son Rob visited", "relative-name:Rob"},
        {"next of kin: Wanda Keller", "relative-name:Wanda Keller"},
        {"significant other charlie", "relative-name:charlie"},
        {"social: wife, anna, updated", "relative-name:anna"},
        {"social: bob visited", "relative-name:bob"},
        {"Dear Linda Keller,", "greeted-name:Linda Keller"},
        {"Good morning Linda,", "greeted-name:Linda"},
        {"asked Linda B. Keller to come", "full-name:Linda B. Keller"},
        {"then Linda slept", "lone-name:Linda"},
        {"asked Linda  Keller to come", "full-name:Linda  Keller"},
        {"we saw her on Friday again and then we asked Linda\nKeller to come",
         "full-name:Linda\nKeller"},
        {"asked Linda\nKeller to come", "lone-name:Linda"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_name_find);
}

static void
test_refused(void)
{
    static const IdCase cases[] = {
        {"Dr. Linda Keller will call", "none"},
        {"Linda Keller, RN", "none"},
        {"Linda Keller, M.D.", "none"},
        {"lena@example.org (Linda Keller) writes", "none"},
        {"Linda Keller <linda@example.org>", "none"},
        {"MS Word document", "none"},
        {"Patient Care Services", "none"},
        {"In March the Board met", "none"},
        {"Crohn Disease and Chronic Pain", "none"},
        {"BROWN STOOL", "none"},
        {"Name: Date of birth:", "none"},
    };

    check_cases(cases, G_N_ELEMENTS(cases), hemo_id_name_find);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id-name/found", test_found);
    g_test_add_func("/id-name/refused", test_refused);
    return g_test_run();
}
