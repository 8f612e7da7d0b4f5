/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-structure.h"

static void
test_kinds(void)
{
    static const struct {
        const char *text;
        HemoPhiKind kind;
    } cases[] = {
        {"MSH|^~\\&|A\nPID|1||44||KELLER^ROB\n", HEMO_PHI_HL7},
        {"MSH|^~\\&|A\nQRD|1\n", HEMO_PHI_NONE},
        {"<x xmlns=\"urn:hl7-org:v3\"><patientRole/></x>", HEMO_PHI_CCDA},
        {"<x xmlns=\"urn:hl7-org:v3\"><author/></x>", HEMO_PHI_NONE},
        {"<templateId root=\"2.16.840.1.113883.10.20.22.4.2\"/><effectiveTime value=\"2026\"/>",
         HEMO_PHI_CCDA},
        {"{\"resourceType\":\"Patient\",\"birthDate\":\"1961-03-04\"}", HEMO_PHI_FHIR},
        {"{\"resourceType\":\"ValueSet\"}", HEMO_PHI_NONE},
        {"ISA*00*~NM1*QC*1*KELLER*ROB~", HEMO_PHI_X12},
        {"Last,First,DOB,MRN\nKeller,Rob,1/2/1950,4488\n", HEMO_PHI_TABLE},
        {"Report of March\n\nPatient\tDOB\tDx\nRob\t1/2/1950\tE11.9\n", HEMO_PHI_TABLE},
        {"name;diagnosis;phone\nRob;gout;1\n", HEMO_PHI_TABLE},
        {"Last,First,DOB,MRN\n", HEMO_PHI_NONE},
        {"name,price,colour\nchair,10,red\n", HEMO_PHI_NONE},
        {"First, we eat, then, at last, we talk about your diagnosis and all that, okay\n"
         "a, b, c, d, e, f, g\n",
         HEMO_PHI_NONE},
        {"", HEMO_PHI_NONE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoSlice text = hemo_slice_text(cases[i].text);
        gsize offset = 0;
        gsize length = 0;

        g_test_message("%s", cases[i].text);
        g_assert_cmpint(hemo_structure_find(text, &offset, &length), ==, cases[i].kind);
        g_assert_cmpuint(offset + length, <=, text.size);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/structure/kinds", test_kinds);
    return g_test_run();
}
