/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-certificate.h"

#include "sample-certificate.h"

#define RSA .key = "RSA:2048"

static void
test_states(void)
{
    static const struct {
        SampleFields fields;
        HemoKeyState state;
        HemoKeyState fips;
    } cases[] = {
        {{RSA}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.key = "EC:P-256"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.key = "EC:P-384", .digest = "SHA384"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.key = "EC:P-521", .digest = "SHA512"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.key = "EC:brainpoolP256r1"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_NOT_APPROVED},
        /* dates */
        {{.expires = SAMPLE_NOW - 1}, HEMO_KEY_EXPIRED, HEMO_KEY_EXPIRED},
        {{.expires = SAMPLE_NOW}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.begins = SAMPLE_NOW + 1}, HEMO_KEY_NOT_YET_VALID, HEMO_KEY_NOT_YET_VALID},
        {{.begins = SAMPLE_NOW}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        /* purpose */
        {{RSA, .usage = "digitalSignature"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{RSA, .usage = "keyAgreement"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{RSA, .usage = "keyEncipherment"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{RSA, .usage = "", .purpose = ""}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.usage = "keyEncipherment"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{.usage = "keyAgreement"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.usage = "keyAgreement,encipherOnly"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{.usage = ""}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.purpose = "serverAuth"}, HEMO_KEY_NOT_FOR_ENCRYPTION, HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{.purpose = "serverAuth,emailProtection"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.purpose = "anyExtendedKeyUsage"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        {{.key = "ED25519"}, HEMO_KEY_NOT_FOR_ENCRYPTION, HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{.extra = "1.2.3.4=critical,DER:05:00"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
        {{.extra = "1.2.3.4=DER:05:00"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        /* strength */
        {{.key = "RSA:1024"}, HEMO_KEY_WEAK, HEMO_KEY_WEAK},
        {{.key = "EC:secp224r1"}, HEMO_KEY_WEAK, HEMO_KEY_WEAK},
        {{.key = "EC:secp256k1"}, HEMO_KEY_WEAK, HEMO_KEY_WEAK},
        {{.digest = "SHA1"}, HEMO_KEY_WEAK, HEMO_KEY_WEAK},
        {{RSA, .digest = "MD5"}, HEMO_KEY_WEAK, HEMO_KEY_WEAK},
        {{RSA, .digest = "SHA224"}, HEMO_KEY_UNCONFIRMED, HEMO_KEY_UNCONFIRMED},
        /* the worst is told */
        {{.expires = SAMPLE_NOW - 1, .purpose = "serverAuth", .digest = "SHA1"},
         HEMO_KEY_EXPIRED,
         HEMO_KEY_EXPIRED},
        {{.usage = "digitalSignature", .digest = "SHA1"},
         HEMO_KEY_NOT_FOR_ENCRYPTION,
         HEMO_KEY_NOT_FOR_ENCRYPTION},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new(&cases[i].fields, NULL);

        g_test_message("case %zu", i);
        g_assert_nonnull(sample->certificate);
        g_assert_cmpint(hemo_certificate_judge(sample->certificate, SAMPLE_NOW, FALSE),
                        ==,
                        cases[i].state);
        g_assert_cmpint(hemo_certificate_judge(sample->certificate, SAMPLE_NOW, TRUE),
                        ==,
                        cases[i].fips);
    }
}

static EVP_PKEY *
make_rsa(guint exponent)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    BIGNUM *number = BN_new();
    EVP_PKEY *key = NULL;

    BN_set_word(number, exponent);
    g_assert_cmpint(EVP_PKEY_keygen_init(context), ==, 1);
    EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048);
    g_assert_cmpint(EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, number), ==, 1);
    g_assert_cmpint(EVP_PKEY_keygen(context, &key), ==, 1);
    BN_free(number);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* SP 800-56B allows no smaller one than 65537; others are merely unusual. */
static void
test_small_exponent(void)
{
    EVP_PKEY *key = make_rsa(3);
    g_autoptr(Sample) sample = sample_new_with_key(&(SampleFields){.name = "Three"}, NULL, key);

    g_assert_cmpint(hemo_certificate_judge(sample->certificate, SAMPLE_NOW, FALSE),
                    ==,
                    HEMO_KEY_UNCONFIRMED);
    g_assert_cmpint(hemo_certificate_judge(sample->certificate, SAMPLE_NOW, TRUE),
                    ==,
                    HEMO_KEY_NOT_APPROVED);
    EVP_PKEY_free(key);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate-judge/states", test_states);
    g_test_add_func("/certificate-judge/small-exponent", test_small_exponent);
    return g_test_run();
}
