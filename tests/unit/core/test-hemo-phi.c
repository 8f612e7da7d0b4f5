/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi.h"

#include <string.h>

static const char *const own_names[] = {"Ana Ruiz", "Dr. Ana Ruiz MD", NULL};
static const char *const own_addresses[] = {"ana.ruiz@example.org", NULL};
static const char *const own_words[] = {"Birch Family Clinic", "+1 (614) 212-0147", NULL};
static const HemoPhiOwn own = {own_addresses, own_names, own_words};

static HemoPhiReport *
classify_text(const char *text, HemoTextRole role)
{
    const HemoPhiText texts[] = {{"1", role, "text/plain", hemo_slice_text(text)}};

    return hemo_phi_classify(texts, 1, NULL, 0, &own);
}

static void
test_verdicts(void)
{
    static const struct {
        const char *text;
        HemoContent verdict;
    } cases[] = {
        {"", HEMO_CONTENT_NONE},
        {"Lunch at noon?", HEMO_CONTENT_NONE},
        {"Mrs. Foster was seen today. Her gout is worse; started allopurinol 100 mg.",
         HEMO_CONTENT_PHI},
        {"MRN 448812", HEMO_CONTENT_PHI},
        {"Medicare 1EG4-TE5-MK73", HEMO_CONTENT_PHI},
        {"Patient: Lena Brook, DOB 03/04/1961, dx E11.9", HEMO_CONTENT_PHI},
        {"Her son Rob Keller says she took her metformin and has chest pain and nausea.",
         HEMO_CONTENT_PHI},
        {"Gout is a kind of arthritis. It comes with pain and swelling of the big toe. "
         "Allopurinol and colchicine help.",
         HEMO_CONTENT_HEALTH},
        {"Ana Ruiz, birchfamily 614-212-0147", HEMO_CONTENT_NONE},
        {"Order 448812 was shipped, tracking 1Z999AA10123456784.", HEMO_CONTENT_NONE},
        {"Mr. Keller will sign the lease on 3/4/2026, call him at 614-212-0188.",
         HEMO_CONTENT_NONE},
        {"Patient name: ____________  Date of birth: ____________\n"
         "[ ] diabetes  [ ] asthma  [ ] gout\nMedications: _______________\n",
         HEMO_CONTENT_NONE},
        {"Patient name: Lena Brook________\n[x] diabetes  [ ] asthma\nTakes metformin.\n",
         HEMO_CONTENT_PHI},
        {"This message about Mrs. Foster is confidential and privileged; she has gout. Delete "
         "it when read, disclosure of her diagnosis is prohibited.",
         HEMO_CONTENT_PHI},
        {"Hi,\nThanks.\nLena Brook has gout and takes allopurinol.\n", HEMO_CONTENT_PHI},
        {"De-identified: Mr. Keller, DOB 1/2/1950, has diabetes and takes insulin.",
         HEMO_CONTENT_PHI},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoPhiReport) report = classify_text(cases[i].text, HEMO_TEXT_BODY);

        g_test_message("%s", cases[i].text);
        g_assert_cmpint(hemo_phi_report_verdict(report), ==, cases[i].verdict);
    }
}

/* Everyday mail of a practice, each with a patient and without. */
static void
test_everyday(void)
{
    static const struct {
        const char *with;
        const char *without;
    } cases[] = {
        {"Upgrade: your insulin pump is eligible for the new model, Mrs. Brook.",
         "Upgrade: insulin pumps of the new model can be ordered from March on."},
        {"Mr. Foster, 20% off your next CPAP mask and hoses this week.",
         "Our CPAP masks are 20% off this week. Order now."},
        {"Your CPAP machine has shipped, Mr. Foster. Delivery by courier on Tuesday.",
         "Order 448812 has shipped. Delivery on Tuesday, tracking 1Z999AA10123456784."},
        {"In-home visit: nurse Ana will see Mr. Keller at 4 Mill Road, Dayton, OH 45402 for "
         "wound care.",
         "In-home visits: our nurses come to your house from 8 to 5."},
        {"Payment reminder: Ms. Tran, your balance of $45.00 for the visit on 02/03/2026 is "
         "due.",
         "Payment reminder: invoice 448812 over $45.00 is due on 02/03/2026."},
        {"Hello Mr. Foster, your refill of lisinopril 10 mg is ready.",
         "Refills of lisinopril are delayed at all pharmacies this week."},
        {"Explanation of benefits for Lena Brook, member ID W123456789: copay $20.",
         "An explanation of benefits is not a bill. It tells what your plan paid."},
        {"Dear Mrs. Keller, your appointment with Dr. Ruiz is on March 3 at 10:30.",
         "Dear customer, make an appointment online. We open at 8."},
        {"Lena Brook: you have a new message in your patient portal.",
         "You have a new message in your portal. Log in to read it."},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoPhiReport) with = classify_text(cases[i].with, HEMO_TEXT_BODY);
        g_autoptr(HemoPhiReport) without = classify_text(cases[i].without, HEMO_TEXT_BODY);

        g_test_message("%s", cases[i].with);
        g_assert_cmpint(hemo_phi_report_verdict(with), ==, HEMO_CONTENT_PHI);
        g_assert_cmpint(hemo_phi_report_verdict(without), !=, HEMO_CONTENT_PHI);
    }
}

/* One plain sentence about a person is enough; a greeting, a course, a trade is not. */
static void
test_sentences(void)
{
    static const struct {
        const char *with;
        const char *without;
    } cases[] = {
        {"Mrs. Penfold is HIV positive. Please take care.",
         "Mrs. Penfold is away. HIV positive people need care."},
        {"Mrs. Olsen has diabetes.", "Mrs. Olsen has a dog."},
        {"Mrs. Johnson has breast cancer, please call her.",
         "Mrs. Johnson has a new number, please call her."},
        {"Mr Baker is HIV+ and on PrEP", "Mr Baker is on leave. PrEP is covered from May on."},
        {"Pathology for H. Penfold: malignant.", "Parking for H. Penfold: done."},
        {"Mrs Olsen is pregnant.", "Mrs Olsen is pleased. Pregnant women need folic acid."},
        {"harriet penfold has breast cancer", "harriet penfold has a new car"},
        {"can you see Mrs. Margaret Olsen on Thursday at 10:30 for a new appointment?",
         "can you see Mrs. Margaret Olsen on Thursday at 10:30 about the lease?"},
        {"Reminder: John Miller, your dental cleaning is on May 3.",
         "Reminder: John Miller, your car service is on May 3."},
        {"Dear Mrs. Olsen, your potassium was 5.9, stop the lisinopril",
         "Dear Mr. Brand, your order of 4 boxes of insulin syringes ships on Monday"},
        {"Hi Mr. Foster, your biopsy was benign.",
         "Dear Ms. Lopez, join us for the hypertension symposium. Dr. Peter Smith will speak "
         "about ramipril"},
        {"Dear Mrs. Olsen, your HIV test is negative.",
         "Dear Mrs. Olsen, our clinic now offers HIV tests and colonoscopies."},
        {"Call Mrs. Olsen about her breast cancer.",
         "Mr. Palmer will speak about diabetes at noon."},
        {"Please book a colonoscopy for Mr. Haskell.",
         "Please send Mr. Haskell the brochure on colonoscopy."},
        {"Mr. Foster is to have an MRI.", "Mr. Foster is our new MRI technician."},
        {"Mr. Keller has diabetes.", "Mr. Keller joined the diabetes research team."},
        {"Hannah Brook's MRI shows a tumor.",
         "Maria Lopez will present the lab budget on Friday."},
        {"Linda Keller has an appointment with us on Friday at 9.",
         "The appointment of Linda Keller as treasurer starts on Friday."},
        {"Mr. Foster has aids.", "Mr. Foster runs a fund that aids farmers."},
        {"Susan Adler is 12 weeks pregnant.", "Susan Adler is 12 weeks late."},
        {"Hepatitis C positive: Susan Adler", "Hepatitis C: a leaflet"},
        {"Mr. Lang's glucose is 182.", "Mr. Lang sells glucose meters."},
        {"patient susan adler tested positive for hepatitis C", "we test the new printer"},
        {"Peter Haskell is HIV positive.", "Neil Haskell, psychiatrist, is out today."},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoPhiReport) with = classify_text(cases[i].with, HEMO_TEXT_BODY);
        g_autoptr(HemoPhiReport) without = classify_text(cases[i].without, HEMO_TEXT_BODY);

        g_test_message("%s", cases[i].with);
        g_assert_cmpint(hemo_phi_report_verdict(with), ==, HEMO_CONTENT_PHI);
        g_assert_cmpint(hemo_phi_report_verdict(without), !=, HEMO_CONTENT_PHI);
    }
}

/* It stays so in a long letter, where words about health weigh less. */
static void
test_long_letter(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(HemoPhiReport) report = NULL;

    for (guint i = 0; i < 60; i++)
        g_string_append(text, "The roof was mended and the garden is green again.\n");
    g_string_insert(text, (gssize)(text->len / 2), " Mrs. Olsen is pregnant. ");
    report = classify_text(text->str, HEMO_TEXT_BODY);
    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_PHI);
}

/* A person and health that do not quite reach PHI are health, never nothing. */
static void
test_near(void)
{
    g_autoptr(HemoPhiReport) report =
        classify_text("Mr. Palmer will speak about diabetes at noon.", HEMO_TEXT_BODY);

    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_HEALTH);
}

/* What a practice writes about its staff, its rooms and its bills is no PHI. */
static void
test_practice(void)
{
    static const char *const texts[] = {
        "Hi all, staff meeting moved to Tuesday 3/14. Maria Lopez will take notes.",
        "Sarah Miller called in sick today, please cover her shift in radiology.",
        "Attached is the CV of Kevin Brown, a candidate for the cardiology nurse position.",
        "The board met with Mr. Palmer about the new cancer center of the hospital.",
        "Please pay the invoice 20261234 for the MRI machine. Tom Baker will call.",
        "John Carter, 4 Mill Road, Dayton, OH 45402, card 4111 1111 1111 1111, "
        "SSN 212-09-4432, born 3/4/1961",
        "Take vitamin B12; the A1c, T4 and L5 are in the index of the handbook.",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(HemoPhiReport) report = classify_text(texts[i], HEMO_TEXT_BODY);

        g_test_message("%s", texts[i]);
        g_assert_cmpint(hemo_phi_report_verdict(report), !=, HEMO_CONTENT_PHI);
    }
}

static void
test_disclaimer(void)
{
    g_autoptr(HemoPhiReport) report = classify_text(
        "See you on Friday.\n\n--\nAna Ruiz, MD\nBirch Family Clinic\nPhone 614-212-0147\n\n"
        "This e-mail is confidential and may contain protected health information of patients "
        "under HIPAA, such as diagnosis, treatment or medical record. If you are not the "
        "intended recipient, delete it.\n",
        HEMO_TEXT_BODY);

    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_NONE);
}

static void
test_structures(void)
{
    static const char *const texts[] = {
        "MSH|^~\\&|A|B|C|D|2026||ADT^A01|1|P|2.3\nPID|1||44||KELLER^ROB\n",
        "{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"Keller\"}]}",
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><recordTarget><patientRole/>",
        "Last,First,DOB,MRN,Dx\nKeller,Rob,1/2/1950,4488,E11.9\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(HemoPhiReport) report = classify_text(texts[i], HEMO_TEXT_ATTACHMENT);

        g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_PHI);
    }
}

static void
test_unread(void)
{
    const HemoPhiUnread unread = {"2", "it is encrypted"};
    const HemoPhiText lunch = {"1", HEMO_TEXT_BODY, "text/plain", hemo_slice_text("Lunch?")};
    const HemoPhiText phi = {"1", HEMO_TEXT_BODY, "text/plain", hemo_slice_text("MRN 448812")};
    g_autoptr(HemoPhiReport) report = hemo_phi_classify(&lunch, 1, &unread, 1, NULL);
    g_autoptr(HemoPhiReport) other = hemo_phi_classify(&phi, 1, &unread, 1, NULL);

    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_UNREAD);
    g_assert_cmpint(hemo_phi_report_verdict(other), ==, HEMO_CONTENT_PHI);
}

static void
test_classes(void)
{
    g_autoptr(HemoPhiReport) report =
        classify_text("Mr. Keller: HIV positive, on methadone.", HEMO_TEXT_BODY);

    g_assert_cmpuint(hemo_phi_report_classes(report),
                     ==,
                     HEMO_CLASS_HIV | HEMO_CLASS_SUBSTANCE_USE);
}

/* The object names its reasons and places; text of the mail is in it only if asked for. */
static void
test_object(void)
{
    const HemoPhiText text = {
        "1.2",
        HEMO_TEXT_BODY,
        "text/plain",
        hemo_slice_text("Hello,\nMrs. Foster takes allopurinol for gout, MRN 448812.")};
    g_autoptr(HemoPhiReport) report = hemo_phi_classify(&text, 1, NULL, 0, &own);
    g_autoptr(GVariant) bare = g_variant_ref_sink(hemo_phi_report_object(report, NULL));
    g_autoptr(GVariant) full = g_variant_ref_sink(hemo_phi_report_object(report, &text));
    g_autofree char *bare_text = g_variant_print(bare, FALSE);
    g_autofree char *full_text = g_variant_print(full, FALSE);
    g_autofree const char **reasons = NULL;
    const char *verdict = NULL;

    g_assert_true(g_variant_lookup(bare, "verdict", "&s", &verdict));
    g_assert_cmpstr(verdict, ==, "phi");
    g_assert_true(g_variant_lookup(bare, "reasons", "^a&s", &reasons));
    g_assert_cmpuint(g_strv_length((char **)reasons), <=, 3);
    g_assert_cmpstr(reasons[0],
                    ==,
                    "Gives a medical record number (line 2), with a diagnosis and a medicine");
    g_assert_null(strstr(bare_text, "448812"));
    g_assert_nonnull(strstr(full_text, "448812"));
    g_assert_nonnull(strstr(full_text, "'1.2'"));
}

/* Text that goes on for megabytes is read to its end in bounded memory. */
static void
test_long(void)
{
    g_autofree char *text = g_malloc(3 * 1024 * 1024 + 64);
    gsize size = 3 * 1024 * 1024;
    HemoPhiText long_text = {"1", HEMO_TEXT_ATTACHMENT, "text/plain", {NULL, 0}};
    g_autoptr(HemoPhiReport) report = NULL;

    memset(text, '9', size);
    for (gsize i = 0; i < size; i += 40)
        text[i] = '\n';
    memcpy(text + size, "\nMRN 448812 gout\n", 17);
    long_text.text = hemo_slice(text, size + 17);
    report = hemo_phi_classify(&long_text, 1, NULL, 0, NULL);
    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_PHI);
}

/* Of many findings the heaviest stay, in their order; what they proved stays proved. */
static void
test_keep(void)
{
    static const char text[] = "Mrs. Olsen (born 04/12/1957, MRN 5530117) has diabetes; "
                               "metformin 500 mg, potassium 4.1, creatinine 0.9.";
    const HemoPhiText texts[] = {
        {"1", HEMO_TEXT_BODY, "text/plain", hemo_slice(text, sizeof text - 1)}};
    g_autoptr(HemoPhiReport) report = hemo_phi_classify(texts, 1, NULL, 0, &(HemoPhiOwn){0});
    g_autoptr(GVariant) object = NULL;
    g_autoptr(GVariant) findings = NULL;

    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_PHI);
    hemo_phi_report_keep(report, 2);
    object = g_variant_ref_sink(hemo_phi_report_object(report, NULL));
    findings = g_variant_lookup_value(object, "findings", G_VARIANT_TYPE("aa{sv}"));
    g_assert_cmpuint(g_variant_n_children(findings), ==, 2);
    for (gsize i = 0; i < 2; i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(findings, i);
        gint32 weight = 0;

        g_variant_lookup(one, "weight", "i", &weight);
        g_assert_cmpint(weight, >, 50);
    }
    g_assert_cmpint(hemo_phi_report_verdict(report), ==, HEMO_CONTENT_PHI);
    hemo_phi_report_keep(report, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi/verdicts", test_verdicts);
    g_test_add_func("/phi/everyday", test_everyday);
    g_test_add_func("/phi/sentences", test_sentences);
    g_test_add_func("/phi/long-letter", test_long_letter);
    g_test_add_func("/phi/near", test_near);
    g_test_add_func("/phi/practice", test_practice);
    g_test_add_func("/phi/disclaimer", test_disclaimer);
    g_test_add_func("/phi/structures", test_structures);
    g_test_add_func("/phi/unread", test_unread);
    g_test_add_func("/phi/classes", test_classes);
    g_test_add_func("/phi/object", test_object);
    g_test_add_func("/phi/long", test_long);
    g_test_add_func("/phi/keep", test_keep);
    return g_test_run();
}
