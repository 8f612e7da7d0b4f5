/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smime-abilities.h"

#include "hemo-openssl-types.h"
#include "sample-certificate.h"

static CMS_SignerInfo *
add_signer(CMS_ContentInfo *cms, const Sample *sample)
{
    return CMS_add1_signer(cms,
                           sample->x509,
                           sample->key,
                           EVP_sha256(),
                           CMS_PARTIAL | CMS_NOSMIMECAP);
}

static void
test_round_trip(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);

    for (guint abilities = 0; abilities < 4; abilities++) {
        g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL);
        CMS_SignerInfo *signer = add_signer(cms, sample);

        g_assert_cmpuint(hemo_smime_abilities_read(signer), ==, 0);
        g_assert_true(hemo_smime_abilities_announce(signer, abilities));
        g_assert_cmpuint(hemo_smime_abilities_read(signer), ==, abilities);
    }
}

/* The value of the attribute, as other programs and strangers may send it. */
static void
test_others(void)
{
    static const struct {
        const char *der;
        gsize size;
        guint abilities;
    } cases[] = {
        {"\x30\x00", 2, 0},
        /* AES-256-CBC */
        {"\x30\x0d\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a", 15, 0},
        /* AES-256-GCM */
        {"\x30\x0d\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2e",
         15,
         HEMO_KEY_ABILITY_GCM},
        /* AES-128-GCM */
        {"\x30\x0d\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x06", 15, 0},
        /* RSAES-OAEP without parameters, that is with SHA-1 */
        {"\x30\x0d\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07", 15, 0},
        {"\x30\x0f\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07\x30\x00", 17, 0},
        /* with SHA-256, as RFC 3560 spells it */
        {"\x30\x3a\x30\x38\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07\x30\x2b"
         "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
         "\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08"
         "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00",
         60,
         HEMO_KEY_ABILITY_OAEP},
        /* no list of algorithms */
        {"\x30\x03\x02\x01\x05", 5, 0},
    };
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL);
        CMS_SignerInfo *signer = add_signer(cms, sample);

        g_test_message("case %zu", i);
        g_assert_cmpint(CMS_signed_add1_attr_by_NID(signer,
                                                    NID_SMIMECapabilities,
                                                    V_ASN1_SEQUENCE,
                                                    cases[i].der,
                                                    (int)cases[i].size),
                        ==,
                        1);
        g_assert_cmpuint(hemo_smime_abilities_read(signer), ==, cases[i].abilities);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smime-abilities/round-trip", test_round_trip);
    g_test_add_func("/smime-abilities/others", test_others);
    return g_test_run();
}
