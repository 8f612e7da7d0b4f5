/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pkcs12.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"
#include "sample-certificate.h"

#include <string.h>

#define ANY_KEY  NID_aes_256_cbc
#define BOMB     50000000
#define TOO_MANY 100

typedef struct {
    int key_cipher;
    int certificate_cipher;
    int rounds;
    int mac_rounds;
} Way;

static HemoSecret *
finish(PKCS12 *file)
{
    guint8 *der = NULL;
    int size = i2d_PKCS12(file, &der);
    HemoSecret *secret = hemo_secret_new_copy(hemo_slice(der, (gsize)size));

    OPENSSL_free(der);
    PKCS12_free(file);
    return secret;
}

static HemoSecret *
make_file(const Sample *sample, const char *passphrase, const Way *way)
{
    PKCS12 *file = PKCS12_create(passphrase,
                                 NULL,
                                 sample->key,
                                 sample->x509,
                                 NULL,
                                 way->key_cipher,
                                 way->certificate_cipher,
                                 way->rounds,
                                 way->mac_rounds,
                                 0);

    g_assert_nonnull(file);
    return finish(file);
}

/* -1: it can be read. */
static int
read_code(HemoSecret *file, const char *passphrase)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(passphrase));
    g_autoptr(GError) error = NULL;
    HemoPkcs12 content;
    int code = -1;

    if (!hemo_pkcs12_read(hemo_secret_slice(file), secret, &content, &error)) {
        g_assert_null(content.key);
        g_assert_null(content.certificates);
        g_assert_true(error->domain == HEMO_ERROR);
        code = error->code;
    }
    hemo_pkcs12_clear(&content);
    return code;
}

static void
test_ways(void)
{
    static const Way ways[] = {
        {ANY_KEY, NID_aes_256_cbc, 2048, 2048},
        {NID_aes_128_cbc, NID_aes_128_cbc, 600000, 2048},
        {NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
         NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
         2048,
         2048},
        {ANY_KEY, NID_aes_256_cbc, 2048, -1}, /* nothing tells that the passphrase is right */
        {-1, -1, 2048, 2048},                 /* and nothing is encrypted */
        {-1, -1, 2048, -1},
    };
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        gboolean is_open = ways[i].key_cipher == -1 && ways[i].mac_rounds == -1;
        g_autoptr(HemoSecret) file = make_file(sample, "right", &ways[i]);

        g_assert_cmpint(read_code(file, "right"), ==, -1);
        g_assert_cmpint(read_code(file, "wrong"), ==, is_open ? -1 : HEMO_ERROR_DENIED);
        g_assert_cmpint(read_code(file, ""), ==, is_open ? -1 : HEMO_ERROR_DENIED);
    }
}

static void
test_content(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(Sample) sample = sample_person(authority, "ann@example.org", "RSA:2048");
    g_autoptr(HemoSecret) file = sample_pkcs12(sample, authority, "right");
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text("right"));
    HemoPkcs12 content;

    g_assert_true(hemo_pkcs12_read(hemo_secret_slice(file), passphrase, &content, NULL));
    g_assert_cmpint(EVP_PKEY_eq(content.key, sample->key), ==, 1);
    g_assert_cmpint(sk_X509_num(content.certificates), ==, 2);
    hemo_pkcs12_clear(&content);
}

/* Both ways of writing an empty one. */
static void
test_empty_passphrase(void)
{
    static const Way way = {ANY_KEY, NID_aes_256_cbc, 2048, 2048};
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoSecret) empty = make_file(sample, "", &way);
    g_autoptr(HemoSecret) none = make_file(sample, NULL, &way);

    g_assert_cmpint(read_code(empty, ""), ==, -1);
    g_assert_cmpint(read_code(none, ""), ==, -1);
    g_assert_cmpint(read_code(none, "x"), ==, HEMO_ERROR_DENIED);
}

static PKCS7 *
seal_bags(STACK_OF(PKCS12_SAFEBAG) * bags, int rounds)
{
    return PKCS12_pack_p7encdata(NID_aes_256_cbc, "right", -1, NULL, 0, rounds, bags);
}

static STACK_OF(PKCS12_SAFEBAG) * certificate_bags(const Sample *sample, int count)
{
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;

    for (int i = 0; i < count; i++)
        g_assert_nonnull(PKCS12_add_cert(&bags, sample->x509));
    return bags;
}

static HemoSecret *
finish_safes(STACK_OF(PKCS7) * safes, int mac_rounds)
{
    PKCS12 *file = PKCS12_add_safes(safes, 0);

    sk_PKCS7_pop_free(safes, PKCS7_free);
    g_assert_cmpint(PKCS12_set_mac(file, "right", -1, NULL, 0, mac_rounds, NULL), ==, 1);
    return finish(file);
}

static HemoSecret *
make_many_certificates(const Sample *sample)
{
    STACK_OF(PKCS7) *safes = sk_PKCS7_new_null();
    STACK_OF(PKCS12_SAFEBAG) *bags = certificate_bags(sample, TOO_MANY);

    sk_PKCS7_push(safes, seal_bags(bags, 1));
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return finish_safes(safes, 1);
}

/* Cheap to write, as nothing in it is what it says: the reader must not start to find out. */
static HemoSecret *
make_bombs(const Sample *sample, int count, int rounds)
{
    STACK_OF(PKCS7) *safes = sk_PKCS7_new_null();
    STACK_OF(PKCS12_SAFEBAG) *bags = certificate_bags(sample, 1);

    for (int i = 0; i < count; i++) {
        PKCS7 *safe = seal_bags(bags, 1);
        X509_ALGOR *algorithm = safe->d.encrypted->enc_data->algorithm;
        PBE2PARAM *ways =
            ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);

        X509_ALGOR_free(ways->keyfunc);
        ways->keyfunc = PKCS5_pbkdf2_set(rounds, NULL, 0, NID_hmacWithSHA256, -1);
        ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBE2PARAM), ways, &algorithm->parameter);
        PBE2PARAM_free(ways);
        sk_PKCS7_push(safes, safe);
    }
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return finish_safes(safes, 1);
}

static HemoSecret *
make_mac_bomb(const Sample *sample)
{
    static const Way way = {ANY_KEY, NID_aes_256_cbc, 1, 1};
    g_autoptr(HemoSecret) plain = make_file(sample, "right", &way);
    const guint8 *start = hemo_secret_data(plain);
    PKCS12 *file = d2i_PKCS12(NULL, &start, (long)hemo_secret_size(plain));
    const ASN1_INTEGER *rounds = NULL;
    const ASN1_OCTET_STRING *salt = NULL;

    PKCS12_set_mac(file, "right", -1, NULL, 0, 2, NULL);
    PKCS12_get0_mac(NULL, NULL, &salt, &rounds, file);
    ASN1_INTEGER_set((ASN1_INTEGER *)rounds, BOMB);
    return finish(file);
}

static void
test_bombs(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoSecret) mac = make_mac_bomb(sample);
    g_autoptr(HemoSecret) one = make_bombs(sample, 1, BOMB);
    g_autoptr(HemoSecret) many = make_bombs(sample, TOO_MANY, 1);
    g_autoptr(HemoSecret) negative = make_bombs(sample, 1, -5);
    g_autoptr(HemoSecret) certificates = make_many_certificates(sample);
    gint64 start = g_get_monotonic_time();

    g_assert_cmpint(read_code(mac, "right"), ==, HEMO_ERROR_TOO_BIG);
    g_assert_cmpint(read_code(one, "right"), ==, HEMO_ERROR_TOO_BIG);
    g_assert_cmpint(read_code(many, "right"), ==, HEMO_ERROR_INVALID);
    g_assert_cmpint(read_code(negative, "right"), !=, -1);
    g_assert_cmpint(read_code(certificates, "right"), ==, HEMO_ERROR_TOO_BIG);
    g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
}

static HemoSecret *
make_keys(const Sample *sample, int count)
{
    STACK_OF(PKCS7) *safes = sk_PKCS7_new_null();
    STACK_OF(PKCS12_SAFEBAG) *bags = certificate_bags(sample, 1);

    for (int i = 0; i < count; i++)
        g_assert_nonnull(PKCS12_add_key(&bags, sample->key, 0, 2048, NID_aes_256_cbc, "right"));
    PKCS12_add_safe(&safes, bags, -1, 0, NULL);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return finish_safes(safes, 2048);
}

static void
test_number_of_keys(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoSecret) none = make_keys(sample, 0);
    g_autoptr(HemoSecret) one = make_keys(sample, 1);
    g_autoptr(HemoSecret) two = make_keys(sample, 2);

    g_assert_cmpint(read_code(none, "right"), ==, HEMO_ERROR_INVALID);
    g_assert_cmpint(read_code(one, "right"), ==, -1);
    g_assert_cmpint(read_code(two, "right"), ==, HEMO_ERROR_INVALID);
}

static void
test_damaged(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoSecret) file = sample_pkcs12(sample, NULL, "right");
    g_autoptr(HemoSecret) big = hemo_secret_new(HEMO_LIMIT_PKCS12 + 1);
    HemoSlice whole = hemo_secret_slice(file);

    g_assert_cmpint(read_code(big, "right"), ==, HEMO_ERROR_TOO_BIG);
    for (gsize size = 0; size < whole.size; size += 7) {
        g_autoptr(HemoSecret) cut = hemo_secret_new_copy(hemo_slice_sub(whole, 0, size));

        g_assert_cmpint(read_code(cut, "right"), ==, HEMO_ERROR_INVALID);
    }
    for (gsize i = 0; i < whole.size; i += 5) {
        g_autoptr(HemoSecret) bent = hemo_secret_new_copy(whole);

        hemo_secret_data(bent)[i] ^= 0x10;
        g_assert_cmpint(read_code(bent, "right"), !=, HEMO_ERROR_FAILED);
    }
}

/* What Windows wrote for many years: RC2 of 40 bits for the certificates. */
static void
test_old_cipher(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(HemoSecret) file = NULL;
    OSSL_PROVIDER *legacy = OSSL_PROVIDER_load(NULL, "legacy");
    OSSL_PROVIDER *usual = OSSL_PROVIDER_load(NULL, "default");
    static const Way way = {NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
                            NID_pbe_WithSHA1And40BitRC2_CBC,
                            2048,
                            2048};

    if (legacy == NULL) {
        g_test_skip("OpenSSL came without its old ciphers");
        return;
    }
    file = make_file(sample, "right", &way);
    OSSL_PROVIDER_unload(legacy);
    g_assert_cmpint(read_code(file, "right"), ==, -1);
    g_assert_cmpint(read_code(file, "wrong"), ==, HEMO_ERROR_DENIED);
    OSSL_PROVIDER_unload(usual);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pkcs12/ways", test_ways);
    g_test_add_func("/pkcs12/content", test_content);
    g_test_add_func("/pkcs12/empty-passphrase", test_empty_passphrase);
    g_test_add_func("/pkcs12/bombs", test_bombs);
    g_test_add_func("/pkcs12/number-of-keys", test_number_of_keys);
    g_test_add_func("/pkcs12/damaged", test_damaged);
    g_test_add_func("/pkcs12/old-cipher", test_old_cipher);
    return g_test_run();
}
