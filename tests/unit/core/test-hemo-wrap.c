/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-wrap.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#include <string.h>

#define BOUNDARY "=_0123456789abcdefghijk"
#define ARMOR    "-----BEGIN PGP MESSAGE-----\n\nabcd\n-----END PGP MESSAGE-----\n"

#define NOTHING                                                                                \
    {                                                                                          \
        .canonical = FALSE                                                                     \
    }

/* Joins the chunks and frees the list. */
static char *
take_text(HemoChunks *chunks)
{
    GString *text = g_string_new(NULL);
    gsize n_slices = 0;
    const HemoSlice *slices = hemo_chunks_slices(chunks, &n_slices);

    for (gsize i = 0; i < n_slices; i++)
        g_string_append_len(text, (const char *)slices[i].data, (gssize)slices[i].size);
    g_assert_cmpuint(text->len, ==, hemo_chunks_size(chunks));
    hemo_chunks_free(chunks);
    return g_string_free(text, FALSE);
}

static char *
plain(const char *mail, const HemoWrapOptions *options)
{
    g_autoptr(GError) error = NULL;
    HemoChunks *chunks = hemo_wrap_plain(hemo_slice_text(mail), options, &error);

    g_assert_no_error(error);
    return take_text(chunks);
}

static char *
entity(const char *mail, const HemoWrapOptions *options)
{
    g_autoptr(GError) error = NULL;
    HemoChunks *chunks = hemo_wrap_entity(hemo_slice_text(mail), options, &error);

    g_assert_no_error(error);
    return take_text(chunks);
}

static char *
outer(const char *mail, const HemoWrapOptions *options)
{
    g_autoptr(GError) error = NULL;
    HemoChunks *chunks = hemo_wrap_pgp_mime(hemo_slice_text(mail),
                                            options,
                                            BOUNDARY,
                                            hemo_slice_text(ARMOR),
                                            &error);

    g_assert_no_error(error);
    return take_text(chunks);
}

typedef struct {
    HemoWrapOptions options;
    const char *mail;
    const char *wanted;
} Case;

static const Case plain_cases[] = {
    {NOTHING, "To: a@example.org\n\nHi\n", "To: a@example.org\n\nHi\n"},
    {NOTHING, "to:a@example.org\r\nX-Odd :no\r\n\r\n", NULL},
    {NOTHING,
     "Bcc: b@example.org,\n c@example.org\nTo: a@example.org\nRESENT-BCC: d@example.org\nbcc:\n"
     "Bccx: kept\n\nBcc: body text\n",
     "To: a@example.org\nBccx: kept\n\nBcc: body text\n"},
    {NOTHING,
     "Subject:  =?utf-8?q?a?=\r\n  b\nBcc: x\r\nX: \xff\xfe\n\nmixed\r\nline\nends\r",
     "Subject:  =?utf-8?q?a?=\r\n  b\nX: \xff\xfe\n\nmixed\r\nline\nends\r"},
    {NOTHING, "To: a@example.org", "To: a@example.org\r\n\r\n"},
    {NOTHING, "To: a@example.org\nBcc: b@example.org", "To: a@example.org\n\n"},
    {NOTHING, "\nbody only\n", "\nbody only\n"},
    {{.canonical = TRUE}, "To: a\nBcc: b\n\nx\ny", "To: a\r\n\r\nx\r\ny"},
    {{.subject = {(const guint8 *)"new", 3}},
     "A: 1\nSubject: [secure] old\n text\nB: 2\nSUBJECT: twice\n\nx",
     "A: 1\nSubject: new\nB: 2\n\nx"},
    {{.subject = {(const guint8 *)"", 0}}, "Subject: [secure]\n\nx", "Subject: \n\nx"},
    {{.subject = {(const guint8 *)"new", 3}}, "A: 1\n\nx", "A: 1\nSubject: new\n\nx"},
    {{.drop_tls_required = TRUE}, "TLS-Required: No\nA: 1\ntls-required: no\n\nx", "A: 1\n\nx"},
    {NOTHING, "TLS-Required: No\nA: 1\n\nx", "TLS-Required: No\nA: 1\n\nx"},
    {{.added_name = "X-Force-TLS", .added_body = "true"},
     "x-force-tls: false\nA: 1\r\n\r\nx",
     "A: 1\r\nX-Force-TLS: true\n\r\nx"},
    {{.message_id = "<1@example.org>", .date = "Mon, 2 Nov 2026 10:00:00 +0000"},
     "A: 1\n\nx",
     "A: 1\nMessage-ID: <1@example.org>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nx"},
    {{.message_id = "<1@example.org>", .date = "Mon, 2 Nov 2026 10:00:00 +0000"},
     "message-id: <2@example.org>\ndate: x\n\nx",
     "message-id: <2@example.org>\ndate: x\n\nx"},
};

static void
test_plain(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(plain_cases); i++) {
        const Case *each = &plain_cases[i];
        g_autofree char *text = NULL;

        if (each->wanted == NULL) {
            g_assert_null(hemo_wrap_plain(hemo_slice_text(each->mail), &each->options, NULL));
            continue;
        }
        text = plain(each->mail, &each->options);
        g_assert_cmpstr(text, ==, each->wanted);
    }
}

static const Case entity_cases[] = {
    {NOTHING,
     "Received: by x\nSubject: Lab result\nFrom: a@example.org\nBcc: c@example.org\n"
     "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
     "Content-Transfer-Encoding: 8bit\nX-Mailer: y\nThread-Topic: Lab "
     "result\nX-Note: a\n\nGr\xc3\xbc\xc3\x9f\n",
     "Subject: Lab result\r\nFrom: a@example.org\r\n"
     "Content-Type: text/plain; protected-headers=\"v1\"; charset=utf-8\r\n"
     "Content-Transfer-Encoding: 8bit\r\nThread-Topic: Lab "
     "result\r\nX-Note: a\r\n\r\nGr\xc3\xbc\xc3\x9f\r\n"},
    {NOTHING,
     "Content-Type: text/plain\r\n\r\nx\r\n",
     "Content-Type: text/plain; protected-headers=\"v1\"\r\n\r\nx\r\n"},
    {NOTHING,
     "Content-Type: multipart/mixed ;\n boundary=\"a;b\"\n\n--a;b\n",
     "Content-Type: multipart/mixed; protected-headers=\"v1\" ;\r\n boundary=\"a;b\"\r\n\r\n"
     "--a;b\r\n"},
    {NOTHING,
     "To: a@example.org\n\nx\n",
     "Content-Type: text/plain; protected-headers=\"v1\"; charset=us-ascii\r\n"
     "To: a@example.org\r\n\r\nx\r\n"},
    {{.subject = {(const guint8 *)"new", 3}, .added_name = "Content-Id", .added_body = "no"},
     "Subject: old\nContent-Type: text/plain\nContent-ID: <p@x>\n\nx",
     "Subject: new\r\nContent-Type: text/plain; protected-headers=\"v1\"\r\n"
     "Content-ID: <p@x>\r\n\r\nx"},
};

static void
test_entity(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(entity_cases); i++) {
        g_autofree char *text = entity(entity_cases[i].mail, &entity_cases[i].options);

        g_assert_cmpstr(text, ==, entity_cases[i].wanted);
    }
}

#define MAIL                                                                                   \
    "Received: by x\nSubject: Lab result of Ann\nFrom: a@example.org\nTo: b@example.org\n"     \
    "Bcc: c@example.org\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n"  \
    "References: <0@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain\n"               \
    "Content-Description: Ann\nKeywords: Ann\nComments: Ann\nThread-Topic: Lab result of "     \
    "Ann\n"                                                                                    \
    "X-Original-Subject: Ann\nX-Attachments: /home/ana/Ann.pdf\nSummary: Ann\n"                \
    "Resent-Comments: Ann\nX-Mailer: y\n"                                                      \
    "TLS-Required: No\n\nAnn has it.\n"

static void
test_outer(void)
{
    static const HemoWrapOptions options = {.drop_tls_required = TRUE,
                                            .added_name = "X-Force",
                                            .added_body = "yes",
                                            .subject = {(const guint8 *)"Ann", 3}};
    g_autofree char *text = outer(MAIL, &options);

    g_assert_cmpstr(
        text,
        ==,
        "Received: by x\nSubject: ...\nFrom: a@example.org\nTo: b@example.org\n"
        "Date: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n"
        "References: <0@example.org>\nX-Mailer: y\nX-Force: yes\nMIME-Version: 1.0\n"
        "Content-Type: multipart/encrypted;\n"
        " protocol=\"application/pgp-encrypted\";\n boundary=\"" BOUNDARY "\"\n\n"
        "This message is encrypted with OpenPGP.\n\n--" BOUNDARY "\n"
        "Content-Type: application/pgp-encrypted\n\nVersion: 1\n\n--" BOUNDARY "\n"
        "Content-Type: application/octet-stream;\n name=\"encrypted.asc\"\n"
        "Content-Disposition: inline; filename=\"encrypted.asc\"\n\n" ARMOR "\n--" BOUNDARY
        "--\n");
}

#define BASE64 "AAAA\r\nBBBB\r\nCC==\r\n"

static char *
smime(const char *mail, const HemoWrapOptions *options)
{
    g_autoptr(GError) error = NULL;
    HemoChunks *chunks = hemo_wrap_smime(hemo_slice_text(mail),
                                         options,
                                         "enveloped-data",
                                         hemo_slice_text(BASE64),
                                         &error);

    g_assert_no_error(error);
    return take_text(chunks);
}

static void
test_smime(void)
{
    static const HemoWrapOptions options = {.subject = {(const guint8 *)"Ann", 3}};
    static const HemoWrapOptions canonical = {.canonical = TRUE};
    g_autofree char *text = smime(MAIL, &options);
    g_autofree char *crlf = smime(MAIL, &canonical);
    g_autofree char *short_one = smime("To: b@example.org\r\nBcc: c\r\n\r\nAnn\r\n", &options);

    g_assert_cmpstr(text,
                    ==,
                    "Received: by x\nSubject: ...\nFrom: a@example.org\nTo: b@example.org\n"
                    "Date: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\n"
                    "References: <0@example.org>\nX-Mailer: y\nTLS-Required: No\n"
                    "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime;\n"
                    " smime-type=enveloped-data;\n name=\"smime.p7m\"\n"
                    "Content-Transfer-Encoding: base64\n"
                    "Content-Disposition: attachment; filename=\"smime.p7m\"\n\n"
                    "AAAA\nBBBB\nCC==\n");
    g_assert_true(g_str_has_suffix(crlf, "\"smime.p7m\"\r\n\r\n" BASE64));
    g_assert_true(g_str_has_prefix(short_one, "To: b@example.org\r\nMIME-Version: 1.0\r\n"));
    g_assert_true(g_str_has_suffix(short_one, "\"smime.p7m\"\r\n\r\n" BASE64));
}

static void
test_bad_smime_types(void)
{
    static const char *const types[] = {"", "signed-data", "enveloped-data;\r\nBcc: x"};
    static const HemoWrapOptions options = NOTHING;

    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_wrap_smime(hemo_slice_text("To: a\n\nx"),
                                      &options,
                                      types[i],
                                      hemo_slice_text(BASE64),
                                      &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

static void
test_pdf(void)
{
    static const HemoWrapOptions options = NOTHING;
    static const HemoWrapPdf pdf = {
        .boundary = BOUNDARY,
        .text = "Guten Tag \n\nGr\xc3\xbc\xc3\x9f"
                "e = 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890.\n",
        .file = "message.pdf",
        .base64 = {(const guint8 *)BASE64, sizeof BASE64 - 1},
    };
    g_autoptr(GError) error = NULL;
    HemoChunks *chunks = hemo_wrap_pdf(hemo_slice_text(MAIL), &options, &pdf, &error);
    g_autofree char *text = NULL;

    g_assert_no_error(error);
    text = take_text(chunks);
    g_assert_null(strstr(text, "Ann"));
    g_assert_null(strstr(text, "c@example.org"));
    g_assert_nonnull(strstr(text, "\nSubject: ...\n"));
    g_assert_true(g_str_has_suffix(
        text,
        "\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"" BOUNDARY "\"\n\n"
        "--" BOUNDARY "\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n"
        "Guten Tag=20\n\n"
        "Gr=C3=BC=C3=9Fe =3D 1234567890 1234567890 1234567890 1234567890 123456789=\n"
        "0 1234567890.\n\n--" BOUNDARY "\n"
        "Content-Type: application/pdf; name=\"message.pdf\"\n"
        "Content-Transfer-Encoding: base64\n"
        "Content-Disposition: attachment; filename=\"message.pdf\"\n\n"
        "AAAA\nBBBB\nCC==\n\n--" BOUNDARY "--\n"));
}

static void
test_bad_pdfs(void)
{
    static const HemoWrapPdf cases[] = {
        {"short", "text", "a.pdf", {NULL, 0}},
        {BOUNDARY, "text\n--" BOUNDARY "\n", "a.pdf", {NULL, 0}},
        {BOUNDARY, "text", "", {NULL, 0}},
        {BOUNDARY, "text", "a\"; x=\"b", {NULL, 0}},
        {BOUNDARY, "text", "a/b", {NULL, 0}},
    };
    static const HemoWrapOptions options = NOTHING;

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(
            hemo_wrap_pdf(hemo_slice_text("To: a\n\nx"), &options, &cases[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

/* Where SMTP follows, every line ends in CRLF, those of the armor too. */
static void
test_outer_line_ends(void)
{
    static const struct {
        HemoWrapOptions options;
        const char *mail;
    } cases[] = {
        {{.canonical = TRUE}, "To: b@example.org\n\nx\n"},
        {NOTHING, "To: b@example.org\r\n\r\nx\r\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = outer(cases[i].mail, &cases[i].options);

        for (const char *end = strchr(text, '\n'); end != NULL; end = strchr(end + 1, '\n'))
            g_assert_cmpint(end[-1], ==, '\r');
        g_assert_nonnull(strstr(text, "\r\nabcd\r\n"));
    }
}

static void
test_bad_boundaries(void)
{
    static const struct {
        const char *boundary;
        const char *armor;
    } cases[] = {
        {"", ARMOR},
        {"tooshort", ARMOR},
        {"=_0123456789abcdefghijk\"", ARMOR},
        {"=_0123456789abcdefghijk\r\nX: y", ARMOR},
        {"=_0123456789 abcdefghijk", ARMOR},
        {"=_01234567890123456789012345678901234567890123456789012345678901234567890123", ARMOR},
        {BOUNDARY, "text\n--" BOUNDARY "\n"},
    };
    static const HemoWrapOptions options = NOTHING;

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_wrap_pgp_mime(hemo_slice_text("To: a\n\nx"),
                                         &options,
                                         cases[i].boundary,
                                         hemo_slice_text(cases[i].armor),
                                         &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

/* Nothing that is added may start a header line of its own. */
static void
test_bad_options(void)
{
    static const HemoWrapOptions cases[] = {
        {.subject = {(const guint8 *)"a\nBcc: b@example.org", 20}},
        {.subject = {(const guint8 *)"a\0b", 3}},
        {.subject = {(const guint8 *)"a\n\nb", 4}},
        {.subject = {(const guint8 *)"a\rb", 3}},
        {.message_id = "<a@b>\r\nX: y"},
        {.date = "now\nX: y"},
        {.added_name = "X Y", .added_body = "z"},
        {.added_name = "X:", .added_body = "z"},
        {.added_name = "", .added_body = "z"},
        {.added_name = "X", .added_body = "z\nY: z"},
        {.added_name = "X"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_wrap_plain(hemo_slice_text("To: a\n\nx"), &cases[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

static void
test_folded_subject(void)
{
    static const HemoWrapOptions options = {
        .subject = {(const guint8 *)"=?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\n", 31}};
    g_autofree char *text = plain("Subject: x\r\n\r\ny", &options);

    g_assert_cmpstr(text, ==, "Subject: =?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\n\r\ny");
}

static void
test_bad_mails(void)
{
    static const HemoWrapOptions options = NOTHING;
    static const char *const broken[] = {"From a@example.org Mon Nov\nTo: a\n\nx",
                                         "no field\n\nx",
                                         " fold\nA: 1\n\nx"};
    g_autofree char *big = g_strnfill(HEMO_LIMIT_MAIL + 1, '\n');
    g_autoptr(GError) error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
        g_assert_null(hemo_wrap_plain(hemo_slice_text(broken[i]), &options, NULL));
        g_assert_null(hemo_wrap_entity(hemo_slice_text(broken[i]), &options, NULL));
    }
    g_assert_null(hemo_wrap_plain(hemo_slice_text(big), &options, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&error);
    g_assert_null(hemo_wrap_entity(
        hemo_slice_text("Content-Type: text/plain\ncontent-type: text/html\n\nx"),
        &options,
        &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

/* The body is never copied. */
static void
test_body_is_a_view(void)
{
    static const HemoWrapOptions options = {.message_id = "<1@example.org>"};
    static const char mail[] = "To: a\r\n\r\nbody\r\n";
    g_autoptr(HemoChunks) chunks = hemo_wrap_plain(hemo_slice_text(mail), &options, NULL);
    gsize n_slices = 0;
    const HemoSlice *slices = hemo_chunks_slices(chunks, &n_slices);

    g_assert_true(slices[n_slices - 1].data == (const guint8 *)mail + 9);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wrap/plain", test_plain);
    g_test_add_func("/wrap/entity", test_entity);
    g_test_add_func("/wrap/outer", test_outer);
    g_test_add_func("/wrap/outer-line-ends", test_outer_line_ends);
    g_test_add_func("/wrap/smime", test_smime);
    g_test_add_func("/wrap/bad-smime-types", test_bad_smime_types);
    g_test_add_func("/wrap/pdf", test_pdf);
    g_test_add_func("/wrap/bad-pdfs", test_bad_pdfs);
    g_test_add_func("/wrap/bad-boundaries", test_bad_boundaries);
    g_test_add_func("/wrap/bad-options", test_bad_options);
    g_test_add_func("/wrap/folded-subject", test_folded_subject);
    g_test_add_func("/wrap/bad-mails", test_bad_mails);
    g_test_add_func("/wrap/body-is-a-view", test_body_is_a_view);
    return g_test_run();
}
