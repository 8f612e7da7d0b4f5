/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smime-recipients.h"

#include "hemo-error.h"
#include "hemo-openssl-types.h"
#include "sample-certificate.h"

#include <openssl/rsa.h>

static GPtrArray *
new_list(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_unref);
}

/* -1: all are fine. */
static int
code_of(GPtrArray *keys, gboolean fips)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSmimeRecipients) recipients =
        hemo_smime_recipients_new(keys, SAMPLE_NOW, fips, &error);

    g_assert_true((recipients == NULL) == (error != NULL));
    return error != NULL ? error->code : -1;
}

/* Beside somebody who is fine, so that one refuses all. */
static void
test_judged_again(void)
{
    static const struct {
        SampleFields fields;
        int code;
        int fips;
    } cases[] = {
        {{.key = "RSA:2048"}, -1, -1},
        {{.key = "EC:P-384"}, -1, -1},
        {{.key = "RSA:1024"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.key = "EC:brainpoolP256r1"}, -1, HEMO_ERROR_DENIED},
        {{.key = "ED25519"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.expires = SAMPLE_NOW - 1}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.begins = SAMPLE_NOW + 1}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.usage = "digitalSignature"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.purpose = "serverAuth"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
        {{.digest = "SHA1"}, HEMO_ERROR_UNUSABLE, HEMO_ERROR_UNUSABLE},
    };
    g_autoptr(Sample) fine = sample_person(NULL, "ann@example.org", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new(&cases[i].fields, NULL);
        g_autoptr(GPtrArray) keys = new_list();

        g_test_message("case %zu", i);
        g_ptr_array_add(keys, sample_key(fine, 0));
        g_ptr_array_add(keys, sample_key(sample, 0));
        g_assert_cmpint(code_of(keys, FALSE), ==, cases[i].code);
        g_assert_cmpint(code_of(keys, TRUE), ==, cases[i].fips);
    }
}

/* What others found out about a key counts as well. */
static void
test_states(void)
{
    g_autoptr(Sample) fine = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoKey) key = sample_key(fine, 0);

    for (int state = 0; state < HEMO_N_KEY_STATES; state++) {
        g_autoptr(GPtrArray) keys = new_list();
        int wanted = -1;

        if (state == HEMO_KEY_NOT_APPROVED)
            wanted = HEMO_ERROR_DENIED;
        else if (state < HEMO_KEY_UNCONFIRMED)
            wanted = HEMO_ERROR_UNUSABLE;
        g_ptr_array_add(keys, hemo_key_judged(key, (HemoKeyState)state, 0));
        g_assert_cmpint(code_of(keys, FALSE), ==, wanted);
    }
}

static HemoKey *
make_key(HemoKeyKind kind, const char *fingerprint, GBytes *material)
{
    return hemo_key_new(&(HemoKeyFields){.kind = kind,
                                         .fingerprint = fingerprint,
                                         .state = HEMO_KEY_USABLE,
                                         .material = material});
}

static void
test_material(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", NULL);
    g_autoptr(GBytes) der = sample_der(ann);
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(der, 0, g_bytes_get_size(der) - 1);
    const char *own = hemo_certificate_fingerprint(ann->certificate);
    const char *other = hemo_certificate_fingerprint(bo->certificate);
    const struct {
        HemoKeyKind kind;
        const char *fingerprint;
        GBytes *material;
        int code;
    } cases[] = {
        {HEMO_KEY_KIND_SMIME, own, der, -1},
        {HEMO_KEY_KIND_SMIME, other, der, HEMO_ERROR_UNUSABLE},
        {HEMO_KEY_KIND_SMIME, own, cut, HEMO_ERROR_UNUSABLE},
        {HEMO_KEY_KIND_SMIME, own, NULL, HEMO_ERROR_UNUSABLE},
        {HEMO_KEY_KIND_OPENPGP, own, der, HEMO_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) keys = new_list();

        g_ptr_array_add(keys, make_key(cases[i].kind, cases[i].fingerprint, cases[i].material));
        g_assert_cmpint(code_of(keys, FALSE), ==, cases[i].code);
    }
}

static void
test_none(void)
{
    g_autoptr(GPtrArray) keys = new_list();

    g_assert_cmpint(code_of(keys, FALSE), ==, HEMO_ERROR_INVALID);
    g_assert_cmpint(code_of(NULL, FALSE), ==, HEMO_ERROR_INVALID);
}

static void
test_abilities(void)
{
    static const struct {
        guint one;
        guint other;
        gboolean can;
    } cases[] = {
        {0, 0, FALSE},
        {HEMO_KEY_ABILITY_GCM, 0, FALSE},
        {HEMO_KEY_ABILITY_GCM, HEMO_KEY_ABILITY_OAEP, FALSE},
        {HEMO_KEY_ABILITY_GCM, HEMO_KEY_ABILITY_GCM | HEMO_KEY_ABILITY_OAEP, TRUE},
    };
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (gsize k = 0; k < 2; k++) { /* two people, and one person twice */
            g_autoptr(GPtrArray) keys = new_list();
            g_autoptr(HemoSmimeRecipients) recipients = NULL;

            g_ptr_array_add(keys, sample_key(ann, cases[i].one));
            g_ptr_array_add(keys, sample_key(k == 0 ? bo : ann, cases[i].other));
            recipients = hemo_smime_recipients_new(keys, SAMPLE_NOW, FALSE, NULL);
            g_assert_cmpint(hemo_smime_recipients_all_can(recipients, HEMO_KEY_ABILITY_GCM),
                            ==,
                            cases[i].can);
        }
    }
}

/* The algorithm that carries the key to the first recipient. */
static int
transport_of(const Sample *sample, guint abilities, gboolean fips)
{
    g_autoptr(GPtrArray) keys = new_list();
    g_autoptr(HemoSmimeRecipients) recipients = NULL;
    g_autoptr(CMS_ContentInfo) cms =
        CMS_encrypt(NULL, NULL, EVP_aes_256_cbc(), CMS_STREAM | CMS_PARTIAL);
    CMS_RecipientInfo *info = NULL;
    EVP_PKEY_CTX *context = NULL;
    int padding = 0;

    g_ptr_array_add(keys, sample_key(sample, abilities));
    g_ptr_array_add(keys, sample_key(sample, abilities));
    recipients = hemo_smime_recipients_new(keys, SAMPLE_NOW, fips, NULL);
    g_assert_true(hemo_smime_recipients_add(recipients, cms, NULL));
    g_assert_cmpint(sk_CMS_RecipientInfo_num(CMS_get0_RecipientInfos(cms)), ==, 1);
    info = sk_CMS_RecipientInfo_value(CMS_get0_RecipientInfos(cms), 0);
    if (CMS_RecipientInfo_type(info) != CMS_RECIPINFO_TRANS)
        return -CMS_RecipientInfo_type(info);
    context = CMS_RecipientInfo_get0_pkey_ctx(info);
    EVP_PKEY_CTX_get_rsa_padding(context, &padding);
    return padding;
}

static void
test_transport(void)
{
    g_autoptr(Sample) rsa = sample_person(NULL, "ann@example.org", "RSA:2048");
    g_autoptr(Sample) ec = sample_person(NULL, "bo@example.org", NULL);

    g_assert_cmpint(transport_of(rsa, 0, FALSE), ==, RSA_PKCS1_PADDING);
    g_assert_cmpint(transport_of(rsa, HEMO_KEY_ABILITY_GCM, FALSE), ==, RSA_PKCS1_PADDING);
    g_assert_cmpint(transport_of(rsa, HEMO_KEY_ABILITY_OAEP, FALSE),
                    ==,
                    RSA_PKCS1_OAEP_PADDING);
    g_assert_cmpint(transport_of(rsa, 0, TRUE), ==, RSA_PKCS1_OAEP_PADDING);
    g_assert_cmpint(transport_of(ec, 0, FALSE), ==, -CMS_RECIPINFO_AGREE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smime-recipients/judged-again", test_judged_again);
    g_test_add_func("/smime-recipients/states", test_states);
    g_test_add_func("/smime-recipients/material", test_material);
    g_test_add_func("/smime-recipients/none", test_none);
    g_test_add_func("/smime-recipients/abilities", test_abilities);
    g_test_add_func("/smime-recipients/transport", test_transport);
    return g_test_run();
}
