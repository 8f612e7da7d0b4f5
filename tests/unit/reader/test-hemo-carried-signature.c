/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-carried-signature.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

#include "hemo-walk.h"
#include "signed-samples.h"

#define TEXT   "Content-Type: text/plain\r\n\r\nHello Bo,\r\n\r\nsee you at noon.  \r\n"
#define MANY   1000
#define SOME   20
#define OPAQUE "-nodetach"

static gboolean
read_mail(HemoSlice mail, HemoCarriedSignature *ret_signature)
{
    GByteArray bytes = {(guint8 *)mail.data, (guint)mail.size};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    g_auto(HemoSignedPart) part = {0};

    *ret_signature = (HemoCarriedSignature){0};
    return hemo_signed_part_find(mail, g_mime_message_get_mime_part(message), &part) &&
           hemo_carried_signature_read(&part, ret_signature);
}

static gboolean
is_good(HemoSlice mail)
{
    g_auto(HemoCarriedSignature) signature = {0};

    return read_mail(mail, &signature);
}

static char *
subject_of(GBytes *der)
{
    gsize size = 0;
    const unsigned char *data = g_bytes_get_data(der, &size);
    X509 *certificate = d2i_X509(NULL, &data, (long)size);
    char name[64] = "";

    g_assert_nonnull(certificate);
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate),
                              NID_commonName,
                              name,
                              sizeof name);
    X509_free(certificate);
    return g_strdup(name);
}

/* Names of the certificates in order. */
static char *
names_of(const HemoCarriedSignature *signature)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < signature->certificates->len; i++) {
        g_autofree char *name = subject_of(signature->certificates->pdata[i]);

        g_string_append_printf(names, "%s ", name);
    }
    return g_strdup(names->str);
}

static const struct {
    const char *options;
    const char *names;
} ways[] = {
    {"", "Ana "},
    {"-certfile ca.pem", "Ana Lab "},
    {OPAQUE, "Ana "},
    {OPAQUE " -certfile ca.pem", "Ana Lab "},
    {"-certfile bo.pem", "Ana "},
    {"-keyid", "Ana "},
    {"-keyopt rsa_padding_mode:pss", "Ana "},
    {"-noattr", "Ana "},
};

static void
test_real(SignedSamples *samples, gconstpointer data)
{
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(HemoSecret) mail = signed_samples_mail(samples, TEXT, ways[i].options);
        g_auto(HemoCarriedSignature) signature = {0};
        g_autofree char *names = NULL;

        g_assert_true(read_mail(hemo_secret_slice(mail), &signature));
        names = names_of(&signature);
        g_assert_cmpstr(names, ==, ways[i].names);
        if (g_str_equal(ways[i].options, "-noattr"))
            g_assert_cmpint(signature.time, ==, 0);
        else
            g_assert_cmpint(ABS(signature.time - g_get_real_time() / G_USEC_PER_SEC), <, 3600);
        g_assert_cmpuint(signature.abilities, ==, 0); /* openssl does not announce them */
    }
}

/* An elliptic key, and a mail as a server hands it on: with CRLF. */
static void
test_elliptic(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(HemoSecret) mail = NULL;
    g_autoptr(GString) crlf = NULL;

    signed_samples_write(samples, "body", TEXT);
    signed_samples_run(samples,
                       "cms -sign -binary -in body -out mail -signer bo.pem -inkey bo.key"
                       " -from bo@example.org");
    mail = signed_samples_read(samples, "mail");
    g_assert_true(is_good(hemo_secret_slice(mail)));
    crlf = g_string_new(hemo_secret_text(mail));
    g_string_replace(crlf, "\r\n", "\n", 0);
    g_assert_true(is_good(hemo_slice_text(crlf->str)));
    g_string_replace(crlf, "\n", "\r\n", 0);
    g_assert_true(is_good(hemo_slice_text(crlf->str)));
}

/* No bit of what was signed can be another. */
static void
test_tampered(SignedSamples *samples, gconstpointer data)
{
    static const char *const options[] = {"", OPAQUE};
    static const char *const changes[][2] = {{"noon", "nine"},
                                             {"Hello", "hello"},
                                             {"text/plain", "text/html "},
                                             {".  ", "."}};
    g_autoptr(HemoSecret) mail = signed_samples_mail(samples, TEXT, "");
    g_autoptr(HemoSecret) other = signed_samples_mail(samples, "\r\nyes\r\n", "");
    g_autoptr(GString) mixed = g_string_new(hemo_secret_text(mail));
    const char *signature = strstr(hemo_secret_text(other), "MII");

    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(GString) changed = g_string_new(hemo_secret_text(mail));

        g_assert_cmpuint(g_string_replace(changed, changes[i][0], changes[i][1], 1), ==, 1);
        g_assert_false(is_good(hemo_slice_text(changed->str)));
    }
    /* a good signature, over another mail */
    for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
        char *start = strstr(mixed->str, "MII");

        g_string_truncate(mixed, (gsize)(start - mixed->str));
        g_string_append(mixed, signature);
        if (i == 0)
            g_string_replace(mixed, "Hello", "Hallo", 1);
        g_assert_false(is_good(hemo_slice_text(mixed->str)));
    }
}

/* A detached signature over an empty part, or an opaque one whose text is not there. */
static void
test_missing_content(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(HemoSecret) whole = signed_samples_mail(samples, TEXT, "");
    const char *signature = strstr(hemo_secret_text(whole), "MII");
    g_autofree char *opaque =
        g_strconcat("From: ana@example.org\nContent-Type: application/pkcs7-mime\n"
                    "Content-Transfer-Encoding: base64\n\n",
                    signature,
                    NULL);
    g_autoptr(HemoSecret) filled = signed_samples_mail(samples, TEXT, OPAQUE);
    g_autofree char *detached =
        g_strconcat("Content-Type: multipart/signed; boundary=b\n\n--b\n\nother text\n--b\n"
                    "Content-Type: application/pkcs7-signature\n"
                    "Content-Transfer-Encoding: base64\n\n",
                    strstr(hemo_secret_text(filled), "MII"),
                    "\n--b--\n",
                    NULL);
    char *end = strstr(opaque, "\n--");

    if (end != NULL)
        end[1] = '\0';
    g_assert_false(is_good(hemo_slice_text(opaque)));
    /* the signature brings its own text: what stands in the mail was never signed */
    g_assert_false(is_good(hemo_slice_text(detached)));
}

/* Two signers: which of them wrote the mail? */
static void
test_two_signers(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(HemoSecret) mail = NULL;

    signed_samples_write(samples, "body", TEXT);
    signed_samples_run(samples,
                       "cms -sign -binary -in body -out mail -signer ana.pem -inkey ana.key"
                       " -signer bo.pem -inkey bo.key");
    mail = signed_samples_read(samples, "mail");
    g_assert_false(is_good(hemo_secret_slice(mail)));
}

/* @count certificates that differ in their number only. */
static void
write_many(SignedSamples *samples, guint count)
{
    g_autoptr(HemoSecret) pem = signed_samples_read(samples, "bo.pem");
    BIO *source = BIO_new_mem_buf(hemo_secret_text(pem), -1);
    X509 *certificate = PEM_read_bio_X509(source, NULL, NULL, NULL);
    BIO *sink = BIO_new(BIO_s_mem());
    char *text = NULL;
    g_autofree char *copy = NULL;
    long size;

    for (guint i = 0; i < count; i++) {
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), (long)i + 1);
        g_assert_cmpint(i2d_re_X509_tbs(certificate, NULL), >, 0);
        PEM_write_bio_X509(sink, certificate);
    }
    size = BIO_get_mem_data(sink, &text);
    copy = g_strndup(text, (gsize)size);
    signed_samples_write(samples, "many.pem", copy);
    X509_free(certificate);
    BIO_free_all(source);
    BIO_free_all(sink);
}

/* Nobody's mail brings a thousand certificates: it costs little time, and none is taken. */
static void
test_many_certificates(SignedSamples *samples, gconstpointer data)
{
    g_autoptr(HemoSecret) mail = NULL;
    g_auto(HemoCarriedSignature) signature = {0};
    gint64 start;

    write_many(samples, SOME);
    g_clear_pointer(&mail, hemo_secret_unref);
    mail = signed_samples_mail(samples, TEXT, "-certfile many.pem");
    g_assert_true(is_good(hemo_secret_slice(mail)));
    g_clear_pointer(&mail, hemo_secret_unref);
    write_many(samples, MANY);
    mail = signed_samples_mail(samples, TEXT, "-certfile many.pem");
    g_assert_cmpuint(hemo_secret_size(mail), >, MANY * 400);
    start = g_get_monotonic_time();
    g_assert_false(read_mail(hemo_secret_slice(mail), &signature));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
}

static const struct {
    const char *name;
    const guint8 bytes[32];
    gsize size;
} damaged[] = {
    {"empty", {0}, 0},
    {"no DER", "hello", 5},
    {"length of 4 GiB", {0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x06, 0x09}, 8},
    {"length of 2^63", {0x30, 0x88, 0x80, 0, 0, 0, 0, 0, 0, 0, 0x06, 0x09}, 12},
    {"length without end", {0x30, 0x80, 0x30, 0x80, 0x30, 0x80}, 6},
    {"data, not signed",
     {0x30,
      0x0f,
      0x06,
      0x09,
      0x2a,
      0x86,
      0x48,
      0x86,
      0xf7,
      0x0d,
      0x01,
      0x07,
      0x01,
      0xa0,
      0x02,
      0x04,
      0x00},
     17},
};

static void
test_damaged(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(damaged); i++) {
        g_auto(HemoSignedPart) part = {
            .cms = hemo_secret_new_copy(hemo_slice(damaged[i].bytes, damaged[i].size)),
        };
        g_auto(HemoCarriedSignature) signature = {0};

        g_assert_false(hemo_carried_signature_read(&part, &signature));
        g_assert_null(signature.certificates);
    }
}

/* Indefinite lengths, one in the other. */
static void
test_deep(void)
{
    g_autofree guint8 *bytes = g_malloc(1024 * 1024);
    g_auto(HemoSignedPart) part = {0};
    g_auto(HemoCarriedSignature) signature = {0};

    for (guint i = 0; i < 1024 * 1024; i++)
        bytes[i] = i % 2 == 0 ? 0x24 : 0x80;
    memcpy(bytes, "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30", 16);
    part.cms = hemo_secret_new_copy(hemo_slice(bytes, 1024 * 1024));
    g_assert_false(hemo_carried_signature_read(&part, &signature));
}

#define ADD(name, function)                                                                    \
    g_test_add("/carried-signature/" name,                                                     \
               SignedSamples,                                                                  \
               NULL,                                                                           \
               signed_samples_set_up,                                                          \
               function,                                                                       \
               signed_samples_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    ADD("real", test_real);
    ADD("elliptic", test_elliptic);
    ADD("tampered", test_tampered);
    ADD("missing-content", test_missing_content);
    ADD("two-signers", test_two_signers);
    ADD("many-certificates", test_many_certificates);
    g_test_add_func("/carried-signature/damaged", test_damaged);
    g_test_add_func("/carried-signature/deep", test_deep);
    return g_test_run();
}
