/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-signed-part.h"

#include <string.h>

#include "hemo-walk.h"

#define HEAD      "From: ana@example.org\nMIME-Version: 1.0\n"
#define SIGNED    HEAD "Content-Type: multipart/signed; boundary=b\n\n"
#define P7S       "Content-Type: application/pkcs7-signature\n"
#define SIGNATURE P7S "Content-Transfer-Encoding: base64\n\nc2ln\n"
#define TEXT      "Content-Type: text/plain\n\nhello\n"

typedef struct {
    const char *name;
    const char *mail;
    const char *content; /* NULL: none, or it is opaque */
    const char *cms;     /* NULL: it is no signed mail */
} Row;

static const Row rows[] = {
    {"detached",
     SIGNED "--b\n" TEXT "--b\n" SIGNATURE "--b--\n",
     "Content-Type: text/plain\r\n\r\nhello",
     "sig"},
    {"prologue and epilogue are not signed",
     SIGNED "read this\n--b\n" TEXT "\n--b  \n" SIGNATURE "--b--\nbye\n",
     "Content-Type: text/plain\r\n\r\nhello\r\n",
     "sig"},
    {"x- name",
     SIGNED "--b\n" TEXT "--b\nContent-Type: application/x-pkcs7-signature\n"
            "Content-Transfer-Encoding: base64\n\nc2ln\n--b--\n",
     "Content-Type: text/plain\r\n\r\nhello",
     "sig"},
    {"part without a header",
     SIGNED "--b\n\nhello\n--b\n" SIGNATURE "--b--\n",
     "\r\nhello",
     "sig"},
    {"odd folds, blanks and case stay as they are",
     SIGNED
     "--b\ncontent-TYPE:text/plain;\n\t  charset=us-ascii \n\nhello  \n \n--b\n" SIGNATURE
     "--b--\n",
     "content-TYPE:text/plain;\r\n\t  charset=us-ascii \r\n\r\nhello  \r\n ",
     "sig"},
    {"mixed line ends",
     SIGNED "--b\r\nContent-Type: text/plain\r\n\n\rhel\rlo\r\n\r\n--b\r\n" SIGNATURE "--b--\n",
     "Content-Type: text/plain\r\n\r\n\rhel\rlo\r\n",
     "sig"},
    {"a longer boundary inside",
     SIGNED
     "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nx\n--bb--\n--b\n" SIGNATURE
     "--b--\n",
     "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--bb--",
     "sig"},
    {"opaque",
     HEAD "Content-Type: application/pkcs7-mime; smime-type=Signed-Data\n"
          "Content-Transfer-Encoding: base64\n\nc2ln\n",
     NULL,
     "sig"},
    {"opaque without its kind",
     HEAD "Content-Type: application/x-pkcs7-mime\nContent-Transfer-Encoding: base64\n\nc2ln\n",
     NULL,
     "sig"},
    {"encrypted",
     HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
          "Content-Transfer-Encoding: base64\n\nc2ln\n",
     NULL,
     NULL},
    {"plain", HEAD "Content-Type: text/plain\n\nhello\n", NULL, NULL},
    {"OpenPGP",
     SIGNED "--b\n" TEXT "--b\nContent-Type: application/pgp-signature\n\nsig\n--b--\n",
     NULL,
     NULL},
    {"not the outermost layer",
     HEAD "Content-Type: multipart/mixed; boundary=o\n\n--o\n"
          "Content-Type: multipart/signed; boundary=b\n\n--b\n" TEXT "--b\n" SIGNATURE
          "--b--\n--o--\n",
     NULL,
     NULL},
    {"a signed mail that is forwarded",
     HEAD "Content-Type: message/rfc822\n\n" SIGNED "--b\n" TEXT "--b\n" SIGNATURE "--b--\n",
     NULL,
     NULL},
    {"two boundary parameters",
     HEAD "Content-Type: multipart/signed; boundary=b; boundary=c\n\n--b\n" TEXT
          "--b\n" SIGNATURE "--b--\n",
     NULL,
     NULL},
    {"two Content-Type fields",
     HEAD "Content-Type: multipart/signed; boundary=b\n"
          "Content-Type: multipart/signed; boundary=b\n\n--b\n" TEXT "--b\n" SIGNATURE
          "--b--\n",
     NULL,
     NULL},
    {"three parts", SIGNED "--b\n" TEXT "--b\n" TEXT "--b\n" SIGNATURE "--b--\n", NULL, NULL},
    {"one part", SIGNED "--b\n" SIGNATURE "--b--\n", NULL, NULL},
    {"not closed", SIGNED "--b\n" TEXT "--b\n" SIGNATURE, NULL, NULL},
    {"closed twice", SIGNED "--b\n" TEXT "--b\n" SIGNATURE "--b--\n--b--\n", NULL, NULL},
    {"goes on behind its end",
     SIGNED "--b\n" TEXT "--b\n" SIGNATURE "--b--\n--b\n" TEXT "--b--\n",
     NULL,
     NULL},
    {"rubbish in the signature",
     SIGNED "--b\n" TEXT "--b\n" P7S "Content-Transfer-Encoding: base64\n\nc2ln\n!!\n--b--\n",
     NULL,
     NULL},
};

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    GByteArray bytes = {(guint8 *)row->mail, (guint)strlen(row->mail)};
    g_autoptr(GMimeMessage) message =
        hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    g_auto(HemoSignedPart) part = {0};
    gboolean found = hemo_signed_part_find(hemo_slice_text(row->mail),
                                           g_mime_message_get_mime_part(message),
                                           &part);

    g_assert_cmpint(found, ==, row->cms != NULL);
    if (!found)
        return;
    g_assert_cmpstr(hemo_secret_text(part.cms), ==, row->cms);
    g_assert_cmpint(part.content != NULL, ==, row->content != NULL);
    if (row->content != NULL)
        g_assert_cmpstr(hemo_secret_text(part.content), ==, row->content);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/signed-part/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    return g_test_run();
}
