/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One mail as it is built here, and as mail programs write it anew.
 */
#include "hemo-outline-mail.h"

#include "hemo-outline.h"
#include "hemo-part.h"
#include "hemo-walk.h"

#include <string.h>

static HemoOutline *
make(const char *mail)
{
    GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_outline_mail_object(message));
    HemoOutline *outline = hemo_outline_new(object);

    g_assert_nonnull(outline);
    return outline;
}

#define HEAD                                                                                   \
    "From: Ana Ruiz <ana@example.org>\nTo: Bo <bo@example.org>\nSubject: On Thursday\n"        \
    "MIME-Version: 1.0\n"
#define HTML                                                                                   \
    "<html><body><p>Tea at <b>four</b>, see <a "                                               \
    "href=\"https://example.org\">this</a>.</p></body></html>"
#define FILE_A                                                                                 \
    "--m\nContent-Type: text/csv; name=\"a.csv\"\nContent-Disposition: attachment;"            \
    " filename=\"a.csv\"\n\n1,2\n3,4\n"
#define PICTURE                                                                                \
    "Content-Type: image/png; name=\"x.png\"\nContent-ID: <x@y>\n"                             \
    "Content-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw==\n"

static const char judged[] =
    HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
         "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
         "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n--a\n"
         "Content-Type: multipart/related; boundary=r\n\n--r\n"
         "Content-Type: text/html; charset=utf-8\n\n" HTML "\n--r\n" PICTURE
         "--r--\n--a--\n" FILE_A "--m--\n";

static void
test_written_anew(void)
{
    static const struct {
        const char *name;
        const char *mail;
        guint differences;
    } rows[] = {
        {"the same", judged, 0},
        {"other boundaries, encodings and names of pictures, links beside their text",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: multipart/alternative; boundary=a2\n\n--a2\n"
              "Content-Type: text/plain; charset=utf-8; format=flowed\n"
              "Content-Transfer-Encoding: quoted-printable\n\nTea at =\n*four*, \nsee this "
              "<https://example.org>.\n--a2\n"
              "Content-Type: multipart/related; boundary=r2\n\n--r2\n"
              "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
              "PHA+VGVhIGF0IGZvdXIsIHNlZSB0aGlzPC9wPg==\n--r2\n"
              "Content-Type: image/png; name=\"part1.png\"\nContent-ID: <z@y>\n"
              "Content-Transfer-Encoding: base64\n\niVBORw==\n--r2--\n--a2--\n" FILE_A
              "--m--\n",
         0},
        {"plain alone, with a key",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n" FILE_A
              "--m\n" PICTURE
              "--m\nContent-Type: application/pgp-keys; name=\"key.asc\"\n\nkey\n--m--\n",
         0},
        {"a line more",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\nSent by my "
              "telephone\n" FILE_A "--m\n" PICTURE "--m--\n",
         HEMO_OUTLINE_TEXT},
        {"only the HTML is another one",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
              "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n--a\n"
              "Content-Type: text/html; charset=utf-8\n\n<p>Tea at five, see "
              "this.</p>\n--a--\n" FILE_A "--m\n" PICTURE "--m--\n",
         HEMO_OUTLINE_TEXT},
        {"another picture",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n" FILE_A
              "--m\nContent-Type: image/png\nContent-ID: <x@y>\n\nother\n--m--\n",
         HEMO_OUTLINE_FILES},
        {"no file",
         HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
              "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n--m\n" PICTURE
              "--m--\n",
         HEMO_OUTLINE_FILES},
        {"another subject",
         "From: ana@example.org\nSubject: On Friday\nMIME-Version: 1.0\n"
         "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
         "Content-Type: text/plain; charset=utf-8\n\nTea at four, see this.\n" FILE_A
         "--m\n" PICTURE "--m--\n",
         HEMO_OUTLINE_SUBJECT},
    };
    g_autoptr(HemoOutline) first = make(judged);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoOutline) sent = make(rows[i].mail);

        g_test_message("%s", rows[i].name);
        g_assert_cmpuint(hemo_outline_compare(first, sent), ==, rows[i].differences);
    }
}

/* An attached mail counts the same whether its program encoded it or not. */
static void
test_attached_mail(void)
{
    g_autoptr(HemoOutline) plain = make(
        HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nx\n"
             "--m\nContent-Type: message/rfc822\n\nSubject: a\n\nhello\n--m--\n");
    g_autoptr(HemoOutline) encoded = make(
        HEAD "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nx\n"
             "--m\nContent-Type: message/rfc822; name=\"a.eml\"\n"
             "Content-Transfer-Encoding: "
             "base64\n\nU3ViamVjdDogYQpYLU1vemlsbGE6IDEKCmhlbGxvCg==\n--m--\n");

    g_assert_cmpuint(hemo_outline_compare(plain, encoded), ==, 0);
}

static void
test_people(void)
{
    g_autoptr(HemoOutline) outline =
        make("From: Ana <ana@example.org>\nTo: Bo <bo@example.org>, =?utf-8?q?J=C3=B6?= "
             "<jo@example.org>\n"
             "Cc: team: cy@example.org, di@example.org;\nBcc: ed@example.org\n\nx\n");
    g_autoptr(HemoOutline) nobody =
        make("From: a@example.org, b@example.org\nTo: undisclosed-recipients:;\n\nx\n");

    g_assert_cmpstr(hemo_outline_from(outline), ==, "ana@example.org");
    g_assert_cmpstr(hemo_outline_to(outline)[0], ==, "bo@example.org");
    g_assert_cmpstr(hemo_outline_to(outline)[1], ==, "jo@example.org");
    g_assert_null(hemo_outline_to(outline)[2]);
    g_assert_cmpstr(hemo_outline_cc(outline)[1], ==, "di@example.org");
    g_assert_cmpstr(hemo_outline_bcc(outline)[0], ==, "ed@example.org");
    g_assert_cmpstr(hemo_outline_from(nobody), ==, "");
    g_assert_null(hemo_outline_to(nobody)[0]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/outline-mail/written-anew", test_written_anew);
    g_test_add_func("/outline-mail/attached-mail", test_attached_mail);
    g_test_add_func("/outline-mail/people", test_people);
    return g_test_run();
}
