/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-decode.h"

#include <gmime/gmime.h>
#include <string.h>

#define PLAIN(text) "Content-Type: text/plain; charset=utf-8\n\n" text "\n"
#define BOTH(before, behind)                                                                   \
    "Content-Type: multipart/mixed; boundary=b\n\n" before "--b\n\nx\n--b--\n" behind
#define ARMOUR "-----BEGIN PGP MESSAGE-----\n\nhQEMA0abcd\n-----END PGP MESSAGE-----\n"

/* What a mail should be read as: lines "part role type text" and "part ! reason". */
typedef struct {
    const char *name;
    const char *mail;
    const char *expected;
    const char *protection; /* NULL: none */
} Case;

static const HemoDecodeOptions ana = {.from = "ana@example.org"};

static void
describe_text(GString *lines, const HemoPhiText *text)
{
    static const char *const roles[] = {"subject", "body", "file"};
    g_autofree char *copy = hemo_slice_dup(text->text);

    g_strdelimit(copy, "\n", '|');
    g_string_append_printf(lines,
                           "%s %s %s [%s]\n",
                           text->part,
                           roles[text->role],
                           text->media_type,
                           copy);
}

static char *
describe(const HemoDecoded *decoded)
{
    GString *lines = g_string_new(NULL);
    gsize n_texts;
    gsize n_unread;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &n_texts);
    const HemoPhiUnread *unread = hemo_decoded_unread(decoded, &n_unread);

    for (gsize i = 0; i < n_texts; i++)
        describe_text(lines, &texts[i]);
    for (gsize i = 0; i < n_unread; i++)
        g_string_append_printf(lines, "%s ! %s\n", unread[i].part, unread[i].reason);
    return g_string_free(lines, FALSE);
}

static const Case cases[] = {
    {"uuencoded file in the text",
     "Subject: a\n\nhello\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\n",
     "subject subject text/plain [a]\n"
     "1 body text/plain [hello|begin 644 a.txt|%:&5L;&\\|`|end|]\n"
     "1 ! a file in an unknown transfer encoding\n",
     NULL},
    {"begin in a sentence",
     "Subject: a\n\nwe shall\nbegin 100 m to the left\nof it\n",
     "subject subject text/plain [a]\n"
     "1 body text/plain [we shall|begin 100 m to the left|of it|]\n",
     NULL},
    {"empty", "", "", NULL},
    {"blank", "\n\n", "", NULL},
    {"plain",
     "Subject: lunch\n\nat noon\n",
     "subject subject text/plain [lunch]\n1 body text/plain [at noon|]\n",
     NULL},
    {"crlf",
     "Subject: a\r\n\tb\r\n\r\none\r\ntwo\rthree\r\n",
     "subject subject text/plain [a\tb]\n1 body text/plain [one|two|three|]\n",
     NULL},
    {"encoded subject",
     "Subject: =?utf-8?Q?Mu=C3=B1oz?= =?iso-8859-1?Q?=E9?=\n\n",
     "subject subject text/plain [Mu\303\261oz\303\251]\n1 body text/plain []\n",
     NULL},
    {"raw 8-bit subject",
     "Subject: Mu\303\261oz\n\n",
     "subject subject text/plain [Mu\303\261oz]\n1 body text/plain []\n",
     NULL},
    {"two subjects",
     "Subject: one\nSubject: two\n\n",
     "subject subject text/plain [one|two]\n1 body text/plain []\n",
     NULL},
    {"quoted-printable",
     "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
     "quoted-printable\n\ncaf=E9 =\nx\n",
     "1 body text/plain [caf\303\251 x|]\n",
     NULL},
    {"base64 with rubbish",
     "Content-Transfer-Encoding: base64\n\naGVs!!\nbG8=\n\n",
     "1 body text/plain [hello]\n1 ! text with characters that cannot be read\n",
     NULL},
    {"unknown encoding",
     "Content-Transfer-Encoding: x-none\n\nhello\n",
     "1 ! a file in an unknown transfer encoding\n",
     NULL},
    {"unknown charset",
     "Content-Type: text/plain; charset=x-none\n\nhello\n",
     "1 body text/plain [hello|]\n1 ! text with characters that cannot be read\n",
     NULL},
    {"alternative",
     "Content-Type: multipart/alternative; boundary=b\n\n--b\n" PLAIN(
         "one") "--b\nContent-Type: text/html\n\n<p>two</p>\n--b--\n",
     "1 body text/plain [one]\n2 body text/html [two|]\n",
     NULL},
    {"nested paths",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
     "boundary=c\n\n--c\n" PLAIN(
         "one") "--c--\n--b\nContent-Type: text/csv; name=a.csv\n\n1,2\n--b--\n",
     "1.1 body text/plain [one]\n2 file text/csv [1,2]\nnames file text/plain [a.csv|]\n",
     NULL},
    {"attached mail",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n" PLAIN(
         "one") "--b\nContent-Type: message/rfc822\n\n"
                "Subject: inner\nFrom: Bo <bo@example.com>\n\ntwo\n--b--\n",
     "1 body text/plain [one]\n2.subject file message/rfc822 [inner|From: Bo "
     "<bo@example.com>|]\n2.1 file text/plain [two]\n",
     NULL},
    {"attached mail in base64",
     "Content-Type: message/rfc822\nContent-Transfer-Encoding: "
     "base64\n\nU3ViamVjdDogaW5uZXIKCnR3bwo=\n",
     "1.subject file message/rfc822 [inner|]\n1.1 file text/plain [two|]\n",
     NULL},
    {"files",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
     "application/pdf\n\nx\n--b\nContent-Type: image/png\n\nx\n"
     "--b\nContent-Type: application/octet-stream\n\n%PDF-1\n--b--\n",
     "1 ! a PDF document\n2 ! a picture\n3 ! a PDF document\n",
     NULL},
    {"signed",
     "Content-Type: multipart/signed; boundary=b\n\n--b\n" PLAIN(
         "one") "--b\nContent-Type: application/pgp-signature\n\n"
                "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n--b--\n",
     "1 body text/plain [one]\n",
     NULL},
    {"false signature",
     "Content-Type: application/pgp-signature\n\nMr Lee\n",
     "1 ! something that claims to be a signature\n",
     NULL},
    {"encrypted",
     "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: "
     "application/pgp-encrypted\n\nVersion: 1\n--b\n"
     "Content-Type: application/octet-stream\n\n" ARMOUR "--b--\n",
     "2 ! an encrypted message\n",
     "openpgp"},
    {"encrypted inline",
     "Content-Type: text/plain\n\n" ARMOUR,
     "1 ! an encrypted message\n",
     "openpgp"},
    {"encrypted in part",
     "Content-Type: text/plain\n\nsee\n" ARMOUR,
     "1 body text/plain [see|-----BEGIN PGP MESSAGE-----||hQEMA0abcd|-----END PGP "
     "MESSAGE-----|]\n1 ! an encrypted message inside the text\n",
     NULL},
    {"not encrypted",
     "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: "
     "application/pgp-encrypted\n\nVersion: 1\n--b\n" PLAIN("one") "--b--\n",
     "2 body text/plain [one]\n",
     NULL},
    {"encrypted beside text",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n" PLAIN(
         "one") "--b\nContent-Type: application/octet-stream\n\n" ARMOUR "--b--\n",
     "1 body text/plain [one]\n2 ! an encrypted message\n",
     NULL},
    {"smime",
     "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: "
     "base64\n\nMIIBAAYJKoZIhvcNAQcDoII=\n",
     "1 ! an encrypted message\n",
     "smime"},
    {"smime signed",
     "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: "
     "base64\n\nMIIBAAYJKoZIhvcNAQcCoII=\n",
     "1 ! an encrypted or sealed message\n",
     NULL},
    {"picture of a signature",
     "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<div "
     "class=\"moz-signature\">me<img src=\"cid:a@b\"></div>\n"
     "--b\nContent-Type: image/png\nContent-ID: <a@b>\n\nx\n--b\nContent-Type: "
     "image/png\nContent-ID: <c@d>\n\nx\n--b--\n",
     "1 body text/html [me|]\n3 ! a picture\n",
     NULL},
    {"picture in the text",
     "Content-Type: text/html\n\n<img src=\"data:image/png;base64,AA\">x\n",
     "1 body text/html [x]\n1 ! a picture inside the text\n",
     NULL},
    {"charset of the HTML",
     "Content-Type: text/html\n\n<meta charset=\"windows-1251\">\317\n",
     "1 body text/html [\320\237]\n",
     NULL},
    {"margins",
     "Content-Type: multipart/mixed; boundary=b\n\nbefore\n--b\n" PLAIN(
         "one") "--b--\nbehind\n",
     "0 body text/plain [before|behind|]\n1 body text/plain [one]\n",
     NULL},
};

static void
test_case(gconstpointer data)
{
    const Case *it = data;
    g_autoptr(HemoDecoded) decoded = hemo_decode_mail(hemo_slice_text(it->mail), &ana);
    g_autofree char *lines = describe(decoded);

    g_assert_cmpstr(lines, ==, it->expected);
    g_assert_cmpstr(hemo_decoded_protection(decoded),
                    ==,
                    it->protection != NULL ? it->protection : "none");
    g_assert_cmpuint(strlen(hemo_decoded_digest(decoded)), ==, 64);
}

/* Mails that two programs would read differently are unread as a whole, but their text still
 * counts where we see it. */
static void
test_ambiguous(void)
{
    static const char *const mails[] = {
        "Content-Type: text/plain\nContent-Type: text/html\n\nhello\n",
        "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nhello\n",
        "Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\nhello\n--b--\n",
        "Content-Type: multipart/mixed; boundary*0=b; boundary=c\n\n--b\n\nhello\n--b--\n",
        "Content-Type: multipart/mixed\n\n--b\n\nhello\n--b--\n",
        "Content-Type: multipart/mixed; boundary=c\n\n--b\n\nhello\n--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
        "text/plain\nContent-Type: text/html\n\nhello\n--b--\n",
        "Content-Type: message/rfc822\n\nContent-Type: text/plain\nContent-Type: "
        "text/html\n\nhello\n",
        "hello\nno header\n\nhello\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autoptr(HemoDecoded) decoded = hemo_decode_mail(hemo_slice_text(mails[i]), &ana);
        gsize count;
        const HemoPhiUnread *unread = hemo_decoded_unread(decoded, &count);

        g_assert_cmpuint(count, >, 0);
        g_assert_cmpstr(unread[count - 1].part, ==, "mail");
        g_assert_cmpstr(hemo_decoded_protection(decoded), ==, "none");
        g_assert_nonnull(hemo_decoded_digest(decoded));
    }
}

static char *
digest_of(const char *mail)
{
    g_autoptr(HemoDecoded) decoded = hemo_decode_mail(hemo_slice_text(mail), &ana);

    return g_strdup(hemo_decoded_digest(decoded));
}

/* A transport may change the encoding, the boundary, Date and Message-ID. */
static void
test_digest_same(void)
{
    static const char *const pairs[][2] = {
        {"Subject: caf\303\251\nContent-Type: text/plain; charset=utf-8\n\ncaf\303\251\n",
         "Date: x\nMessage-ID: <a@b>\nSubject: =?iso-8859-1?Q?caf=E9?=\nContent-Type: "
         "text/plain; charset=iso-8859-1\n"
         "Content-Transfer-Encoding: quoted-printable\n\ncaf=E9  \r\n\r\n"},
        {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: "
         "application/pdf; name=x\n\nABC\n--b--\n",
         "Content-Type: MULTIPART/mixed; boundary=\"other\"\n\n--other\nContent-Type: "
         "text/plain\n\none\n--other\n"
         "Content-Type: APPLICATION/pdf\nContent-Disposition: attachment; "
         "filename=x\nContent-Transfer-Encoding: base64\n\nQUJD\n--other--\n"},
        {"Date: x\nContent-Type: text/plain\nContent-Type: text/plain\n\nx\n",
         "Content-Type: text/plain\nContent-Type: text/plain\nDate: y\n\nx\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *one = digest_of(pairs[i][0]);
        g_autofree char *other = digest_of(pairs[i][1]);

        g_assert_cmpstr(one, ==, other);
    }
}

static void
test_digest_different(void)
{
    static const char *const mails[] = {
        "Subject: a\n\nx\n",
        "Subject: b\n\nx\n",
        "Subject: a\n\ny\n",
        "Subject: a\nContent-Type: text/html\n\nx\n",
        "Subject: a\nContent-Type: text/html\n\n<b>x</b>\n",
        "Subject: a\nContent-Type: text/html\n\n<i>x</i>\n",
        "Subject: a\nContent-Type: application/pdf\n\nx\n",
        "Subject: a\nContent-Type: application/pdf\n\ny\n",
        "Subject: a\nContent-Type: application/pdf; name=n\n\ny\n",
        "Subject: a\nContent-Type: message/rfc822\n\nSubject: b\n\nx\n",
        "Subject: a\nContent-Type: message/rfc822\n\nSubject: c\n\nx\n",
        "Subject: a\nContent-Type: text/plain\nContent-Type: text/html\n\nx\n",
        "Subject: a\nContent-Type: text/plain\nContent-Type: text/html\n\ny\n",
        "Subject: a\nContent-Type: text/html\nContent-Type: text/plain\n\ny\n",
        "Subject: a\nContent-Transfer-Encoding: x-none\n\ny\n",
        "Subject: a\nComments: b\n\nx\n",
        "Subject: a\nX-Note: b\n\nx\n",
        "Subject: a\nTo: \"Mrs. Penfold\" <b@example.org>\n\nx\n",
        "Subject: a\nContent-Description: b\n\nx\n",
        "Subject: a\nContent-Type: application/pdf; name=n; note=b\n\ny\n",
        "Subject: a\n" BOTH("", ""),
        "Subject: a\n" BOTH("before\n", ""),
        "Subject: a\n" BOTH("", "behind\n"),
        "Subject: a\nComments: b\nContent-Type: text/html\nContent-Type: text/html\n\ny\n",
        "Subject: a\nComments: c\nContent-Type: text/html\nContent-Type: text/html\n\ny\n",
    };
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++)
        g_assert_true(g_hash_table_add(seen, digest_of(mails[i])));
}

static void
test_references(void)
{
    g_autoptr(HemoDecoded) decoded =
        hemo_decode_mail(hemo_slice_text("In-Reply-To: <a@example.org>\nReferences: "
                                         "<b@example.org>\r\n <c@example.org> x\n\n"),
                         &ana);
    const char *const *references = hemo_decoded_references(decoded);

    g_assert_cmpstr(references[0], ==, "<b@example.org>");
    g_assert_cmpstr(references[1], ==, "<c@example.org>");
    g_assert_cmpstr(references[2], ==, "<a@example.org>");
    g_assert_null(references[3]);
}

/* Padding in front does not push out the mail that is answered. */
static void
test_many_references(void)
{
    g_autoptr(GString) mail = g_string_new("In-Reply-To: <real@example.org>\nReferences:");
    g_autoptr(HemoDecoded) decoded = NULL;
    const char *const *references;
    guint n;

    for (guint i = 0; i < 500; i++)
        g_string_append_printf(mail, "\n <junk%u@example.org>", i);
    g_string_append(mail, "\n\n");
    decoded = hemo_decode_mail(hemo_slice_text(mail->str), &ana);
    references = hemo_decoded_references(decoded);
    n = g_strv_length((char **)references);
    g_assert_cmpuint(n, <=, 100);
    g_assert_cmpstr(references[n - 1], ==, "<real@example.org>");
}

static void
test_report(void)
{
    static const char mail[] =
        "Content-Type: multipart/report; boundary=b\n\n--b\n\nsorry\n--b\nContent-Type: "
        "message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.org\n\nAction: failed\n--b\nContent-Type: "
        "message/rfc822\n\nMessage-ID: <a@b>\n\nhello\n--b--\n";
    static const HemoDecodeOptions options = {.is_report = TRUE};
    g_autoptr(HemoDecoded) decoded = hemo_decode_mail(hemo_slice_text(mail), &options);
    g_autofree char *lines = describe(decoded);

    g_assert_cmpstr(
        lines,
        ==,
        "1 body text/plain [sorry]\n"
        "2 body message/delivery-status [Reporting-MTA: dns; mx.example.org||Action: failed]\n"
        "3 file message/rfc822 [Message-ID: <a@b>||hello]\n");
    g_assert_null(hemo_decoded_digest(decoded));
}

/* More text than is read: unread, and nothing is classified twice or cut in the middle. */
static void
test_too_much_text(void)
{
    g_autoptr(GString) mail = g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");
    g_autoptr(HemoDecoded) decoded = NULL;
    g_autofree char *line = g_strnfill(1024 * 1024, 'x');
    gsize n_texts;
    gsize n_unread;

    for (guint i = 0; i < 20; i++)
        g_string_append_printf(mail, "--b\n\n%s\n", line);
    decoded = hemo_decode_mail(hemo_slice(mail->str, mail->len), &ana);
    hemo_decoded_texts(decoded, &n_texts);
    hemo_decoded_unread(decoded, &n_unread);
    g_assert_cmpuint(n_texts, ==, 16);
    g_assert_cmpuint(n_unread, ==, 4);
}

/* A body that is too much to be read does not silence a header that asks for protection. */
static void
test_header_of_what_is_not_read(void)
{
    g_autoptr(GString) mail = g_string_new("Subject: [secure] a\nIn-Reply-To: <a@example.org>\n"
                                           "Content-Type: multipart/mixed; boundary=b\n\n");
    g_autoptr(HemoDecoded) decoded = NULL;
    g_autofree char *subject = NULL;

    for (guint i = 0; i < 2100; i++)
        g_string_append(mail, "--b\n\nx\n");
    decoded = hemo_decode_mail(hemo_slice(mail->str, mail->len), &ana);
    subject = hemo_slice_dup(hemo_decoded_subject(decoded));
    g_assert_cmpstr(subject, ==, "[secure] a");
    g_assert_cmpstr(hemo_decoded_references(decoded)[0], ==, "<a@example.org>");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/decode/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/decode/ambiguous", test_ambiguous);
    g_test_add_func("/decode/digest-same", test_digest_same);
    g_test_add_func("/decode/digest-different", test_digest_different);
    g_test_add_func("/decode/header-of-what-is-not-read", test_header_of_what_is_not_read);
    g_test_add_func("/decode/references", test_references);
    g_test_add_func("/decode/many-references", test_many_references);
    g_test_add_func("/decode/report", test_report);
    g_test_add_func("/decode/too-much-text", test_too_much_text);
    return g_test_run();
}
