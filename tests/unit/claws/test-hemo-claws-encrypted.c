/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-encrypted.h"

typedef struct {
    const char *name;
    const char *mail;
    gboolean encrypted;
} Case;

static const Case cases[] = {
    {"nothing", "", FALSE},
    {"no-type", "Subject: Hello\n\nbody\n", FALSE},
    {"plain", "Subject: Hello\nContent-Type: text/plain\n\nbody\n", FALSE},
    {"openpgp", "Subject: Hello\nContent-Type: multipart/encrypted; boundary=x\n\n", TRUE},
    {"crlf", "Subject: Hello\r\nContent-Type: multipart/encrypted; boundary=x\r\n\r\n", TRUE},
    {"case", "CONTENT-TYPE: Multipart/Encrypted\n\n", TRUE},
    {"no-end", "Content-Type: multipart/encrypted", TRUE},
    {"further-line",
     "Content-Type:\n multipart/encrypted;\n boundary=x\nTo: a@example.org\n\n",
     TRUE},
    {"smime", "Content-Type: application/pkcs7-mime; name=smime.p7m\n\n", TRUE},
    {"smime-old",
     "Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data\n\n",
     TRUE},
    {"smime-authenticated",
     "Content-Type: application/pkcs7-mime;\n smime-type=authEnveloped-data\n\n",
     TRUE},
    {"smime-signed",
     "Content-Type: application/pkcs7-mime;\n\tsmime-type=\"Signed-Data\"\n\n",
     FALSE},
    {"smime-certificates",
     "Content-Type: application/pkcs7-mime; smime-type=certs-only\n\n",
     FALSE},
    {"signed",
     "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\n\n",
     FALSE},
    {"named-in-parameter", "Content-Type: text/plain; name=\"multipart/encrypted\"\n\n", FALSE},
    {"longer-type", "Content-Type: multipart/encrypted-not\n\n", FALSE},
    {"other-field", "X-Content-Type: multipart/encrypted\n\n", FALSE},
    {"only-in-body", "Subject: Hello\n\nContent-Type: multipart/encrypted\n\n", FALSE},
    {"next-field", "Content-Type: text/plain\nSubject: multipart/encrypted\n\n", FALSE},
    {"first-counts", "Content-Type: multipart/encrypted\nContent-Type: text/plain\n\n", TRUE},
};

static void
test_header(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpint(hemo_claws_encrypted_is(hemo_slice_text(c->mail)), ==, c->encrypted);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/encrypted/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_header);
    }
    return g_test_run();
}
