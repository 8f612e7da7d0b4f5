/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-arrival-kind.h"

typedef struct {
    const char *name;
    const char *headers;
    gboolean wanted;
} Case;

static const Case cases[] = {
    {"report",
     "From: x@example.org\nContent-Type: multipart/report; report-type=delivery-status\n\n",
     TRUE},
    {"report-folded", "Content-Type:\n multipart/report\n\n", TRUE},
    {"signed-openpgp", "Content-Type: Multipart/Signed; micalg=pgp-sha512\n\n", TRUE},
    {"smime", "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\n", TRUE},
    {"smime-old", "Content-Type: application/x-pkcs7-mime\n\n", TRUE},
    {"autocrypt", "Autocrypt: addr=a@example.org; keydata=mQ\n\n", TRUE},
    {"null-sender", "Return-Path: <>\nFrom: Mail <x@example.org>\n\n", TRUE},
    {"failed-recipients", "X-Failed-Recipients: a@example.org\n\n", TRUE},
    {"daemon", "From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\n\n", TRUE},
    {"daemon-named", "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\n\n", TRUE},
    {"daemon-bare", "From: MAILER-DAEMON\n\n", TRUE},
    {"postmaster", "From: \"Post\" <postmaster@example.org>\n\n", TRUE},
    {"letter",
     "Return-Path: <a@example.org>\nFrom: A <a@example.org>\nContent-Type: text/plain\n\n",
     FALSE},
    {"mixed",
     "From: a@example.org\nContent-Type: multipart/mixed; boundary=multipart/report\n\n",
     FALSE},
    {"not-the-postmaster", "From: expostmaster@example.org\n\n", FALSE},
    {"about-a-report", "From: a@example.org\nSubject: mailer-daemon\n\nAutocrypt: x\n", FALSE},
    {"nothing", "", FALSE},
};

static void
test_wanted(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpint(hemo_claws_arrival_kind_is_wanted(hemo_slice_text(c->headers)),
                    ==,
                    c->wanted);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/arrival-kind/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_wanted);
    }
    return g_test_run();
}
