/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Signatures as OpenSSL makes them, so that not only our own are read.
 */
#include "hemo-smime-verify.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"
#include "sample-certificate.h"

#include <string.h>

static const char mail[] = "Content-Type: text/plain\r\n\r\nHello\r\nBob \r\n";
static const char stored[] = "Content-Type: text/plain\n\nHello\nBob \n";

typedef struct {
    const char *digest; /* NULL: SHA256 */
    guint flags;
    const Sample *second; /* another signer */
} Way;

static GBytes *
finish(CMS_ContentInfo *cms)
{
    guint8 *der = NULL;
    int size = i2d_CMS_ContentInfo(cms, &der);
    GBytes *bytes = NULL;

    g_assert_cmpint(size, >, 0);
    bytes = g_bytes_new(der, (gsize)size);
    OPENSSL_free(der);
    return bytes;
}

static GBytes *
sign(const Sample *sample, const Sample *other, const char *text, const Way *way)
{
    const EVP_MD *digest = EVP_get_digestbyname(way->digest != NULL ? way->digest : "SHA256");
    guint flags = way->flags | CMS_BINARY;
    g_autoptr(CMS_ContentInfo) cms = CMS_sign(NULL, NULL, NULL, NULL, flags | CMS_PARTIAL);
    g_autoptr(BIO) input = BIO_new_mem_buf(text, -1);

    g_assert_nonnull(CMS_add1_signer(cms, sample->x509, sample->key, digest, flags));
    if (way->second != NULL)
        g_assert_nonnull(
            CMS_add1_signer(cms, way->second->x509, way->second->key, digest, flags));
    if (other != NULL)
        CMS_add1_cert(cms, other->x509);
    g_assert_cmpint(CMS_final(cms, input, NULL, flags), ==, 1);
    return finish(cms);
}

/* -1: it holds. */
static int
code_of(HemoSlice bytes, GBytes *cms)
{
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};
    g_autoptr(GError) error = NULL;

    if (hemo_smime_verify(bytes, hemo_slice_bytes(cms), &signature, &error))
        return -1;
    g_assert_null(signature.signer);
    g_assert_null(signature.others);
    g_assert_null(signature.content);
    g_assert_true(error->domain == HEMO_ERROR);
    return error->code;
}

static void
test_detached(void)
{
    static const Way way = {NULL, CMS_DETACHED, NULL};
    g_autoptr(Sample) root = sample_authority();
    g_autoptr(Sample) ann = sample_person(root, "ann@example.org", "RSA:2048");
    g_autoptr(GBytes) cms = sign(ann, root, mail, &way);
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    hemo_smime_verify_prepare();
    g_assert_true(
        hemo_smime_verify(hemo_slice_text(mail), hemo_slice_bytes(cms), &signature, NULL));
    g_assert_true(g_bytes_equal(signature.signer, hemo_certificate_der(ann->certificate)));
    g_assert_cmpuint(signature.others->len, ==, 1);
    g_assert_true(g_bytes_equal(g_ptr_array_index(signature.others, 0),
                                hemo_certificate_der(root->certificate)));
    g_assert_cmpint(ABS(signature.signed_at - now), <, 60);
    g_assert_null(signature.content);
    g_assert_cmpuint(signature.abilities, ==, 0);
}

static void
test_bytes(void)
{
    static const Way way = {NULL, CMS_DETACHED, NULL};
    static const struct {
        const char *text;
        int code;
    } cases[] = {
        {mail, -1},
        {stored, -1}, /* by a program that keeps LF only */
        {"", HEMO_ERROR_UNTRUSTED},
        {"Content-Type: text/plain\r\n\r\nHello\r\nBob\r\n", HEMO_ERROR_UNTRUSTED},
        {"Content-Type: text/plain\r\n\r\nHello\r\nBob ", HEMO_ERROR_UNTRUSTED},
        {"Content-Type: text/html\r\n\r\nHello\r\nBob \r\n", HEMO_ERROR_UNTRUSTED},
    };
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(GBytes) cms = sign(ann, NULL, mail, &way);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(code_of(hemo_slice_text(cases[i].text), cms), ==, cases[i].code);
    g_assert_cmpint(code_of(HEMO_SLICE_EMPTY, cms), ==, HEMO_ERROR_INVALID);
}

static void
test_opaque(void)
{
    static const Way way = {NULL, 0, NULL};
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", "RSA:2048");
    g_autoptr(GBytes) cms = sign(ann, NULL, mail, &way);
    HemoSlice der = hemo_slice_bytes(cms);
    gsize at = hemo_slice_find_text(der, "Hello");
    g_autofree guint8 *bent = g_memdup2(der.data, der.size);
    g_autoptr(GBytes) changed = NULL;
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};

    g_assert_true(hemo_smime_verify(HEMO_SLICE_EMPTY, der, &signature, NULL));
    g_assert_true(
        hemo_slice_equal(hemo_secret_slice(signature.content), hemo_slice_text(mail)));
    bent[at] = 'J';
    changed = g_bytes_new(bent, der.size);
    g_assert_cmpint(code_of(HEMO_SLICE_EMPTY, changed), ==, HEMO_ERROR_UNTRUSTED);
    g_assert_cmpint(code_of(hemo_slice_text(mail), cms), ==, HEMO_ERROR_INVALID);
}

static void
test_ways(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", "RSA:2048");
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", "EC:P-256");
    g_autoptr(Sample) weak = sample_person(NULL, "cy@example.org", "RSA:1024");
    g_autoptr(Sample) late = sample_new(
        &(SampleFields){.names = "email:dee@example.org", .expires = SAMPLE_BEGIN + SAMPLE_DAY},
        NULL);
    const struct {
        const Sample *signer;
        Way way;
        int code;
    } cases[] = {
        {ann, {"SHA256", CMS_DETACHED, NULL}, -1},
        {ann, {"SHA384", CMS_DETACHED, NULL}, -1},
        {ann, {"SHA512", CMS_DETACHED, NULL}, -1},
        {bo, {"SHA256", CMS_DETACHED, NULL}, -1},
        {ann, {"SHA256", CMS_DETACHED | CMS_NOATTR, NULL}, -1},
        {ann, {"SHA256", CMS_DETACHED | CMS_USE_KEYID, NULL}, -1},
        {late, {"SHA256", CMS_DETACHED, NULL}, -1}, /* judged elsewhere */
        {ann, {"SHA1", CMS_DETACHED, NULL}, HEMO_ERROR_UNTRUSTED},
        {ann, {"MD5", CMS_DETACHED, NULL}, HEMO_ERROR_UNTRUSTED},
        {weak, {"SHA256", CMS_DETACHED, NULL}, HEMO_ERROR_UNTRUSTED},
        {ann, {"SHA256", CMS_DETACHED | CMS_NOCERTS, NULL}, HEMO_ERROR_INVALID},
        {ann, {"SHA256", CMS_DETACHED, bo}, HEMO_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) cms = sign(cases[i].signer, NULL, mail, &cases[i].way);

        g_test_message("case %zu", i);
        g_assert_cmpint(code_of(hemo_slice_text(mail), cms), ==, cases[i].code);
    }
}

/* Somebody else's certificate put in the place of the signer's. */
static void
test_other_certificate(void)
{
    static const Way way = {NULL, CMS_DETACHED | CMS_NOCERTS | CMS_USE_KEYID, NULL};
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(Sample) bo = sample_person(NULL, "bo@example.org", NULL);
    g_autoptr(GBytes) cms = sign(ann, bo, mail, &way);

    g_assert_cmpint(code_of(hemo_slice_text(mail), cms), ==, HEMO_ERROR_INVALID);
}

static void
test_other_content(void)
{
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(BIO) input = BIO_new_mem_buf(mail, -1);
    g_autoptr(CMS_ContentInfo) data = CMS_data_create(input, CMS_BINARY);
    g_autoptr(CMS_ContentInfo) receipt =
        CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_BINARY);
    g_autoptr(GBytes) no_signature = finish(data);
    g_autoptr(BIO) again = BIO_new_mem_buf(mail, -1);
    g_autoptr(GBytes) no_mail = NULL;

    CMS_set1_eContentType(receipt, OBJ_nid2obj(NID_id_smime_ct_receipt));
    CMS_add1_signer(receipt, ann->x509, ann->key, EVP_sha256(), 0);
    g_assert_cmpint(CMS_final(receipt, again, NULL, CMS_BINARY), ==, 1);
    no_mail = finish(receipt);
    g_assert_cmpint(code_of(HEMO_SLICE_EMPTY, no_signature), ==, HEMO_ERROR_INVALID);
    g_assert_cmpint(code_of(HEMO_SLICE_EMPTY, no_mail), ==, HEMO_ERROR_INVALID);
}

static void
test_damaged(void)
{
    static const Way way = {NULL, CMS_DETACHED, NULL};
    g_autoptr(Sample) ann = sample_person(NULL, "ann@example.org", NULL);
    g_autoptr(GBytes) cms = sign(ann, NULL, mail, &way);
    HemoSlice der = hemo_slice_bytes(cms);
    g_autofree guint8 *huge = g_malloc0(HEMO_LIMIT_MAIL + 1);
    g_autoptr(GBytes) too_big = g_bytes_new_static(huge, HEMO_LIMIT_MAIL + 1);

    for (gsize size = 0; size < der.size; size += 3) {
        g_autoptr(GBytes) cut = g_bytes_new(der.data, size);

        g_assert_cmpint(code_of(hemo_slice_text(mail), cut), ==, HEMO_ERROR_INVALID);
    }
    g_assert_cmpint(code_of(hemo_slice_text(mail), too_big), ==, HEMO_ERROR_TOO_BIG);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smime-verify/detached", test_detached);
    g_test_add_func("/smime-verify/bytes", test_bytes);
    g_test_add_func("/smime-verify/opaque", test_opaque);
    g_test_add_func("/smime-verify/ways", test_ways);
    g_test_add_func("/smime-verify/other-certificate", test_other_certificate);
    g_test_add_func("/smime-verify/other-content", test_other_content);
    g_test_add_func("/smime-verify/damaged", test_damaged);
    return g_test_run();
}
